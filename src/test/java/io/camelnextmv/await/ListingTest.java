package io.camelnextmv.await;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.await.Listing.AccountApplication;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.cloud.RunList.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private final Listing listing = new Listing(new AccountApplication(Optional.empty(), "tours"), NOW,
            NOW.minusSeconds(600), unknown -> { });

    @Test
    void oneThatComesToItsEndIsWhole() {
        listing.page(page(0, 50, Optional.of("t1")));
        assertThat(listing.isWhole()).isFalse();
        listing.page(page(50, 3, Optional.empty()));

        assertThat(listing.isWhole()).isTrue();
        assertThat(listing.names("run52")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void oneThatGoesRoundInCirclesHasAnEndAndIsNotWhole(int around) {
        int read = 0;
        while (listing.goesOn()) {
            listing.page(page(read * 50, 50, Optional.of("t" + read++ % around)));
        }

        assertThat(read).isEqualTo(around + 1);
        assertThat(listing.isWhole()).as("nobody knows what lies behind it").isFalse();
    }

    @Test
    void oneOfPagesThatAreFullerThanAnyHasAnEndAndIsNotWhole() {
        int read = 0;
        while (listing.goesOn()) {
            listing.page(page(read * 20_000, 20_000, Optional.of("t" + read++)));
        }

        assertThat(read).as("what is kept of it has a bound").isLessThanOrEqualTo(6);
        assertThat(listing.isWhole()).isFalse();
        assertThat(listing.hasNoMore()).as("it is not read anew by the next one that asks").isTrue();
    }

    private static RunList page(int first, int rows, Optional<String> token) {
        List<Row> runs = IntStream.range(first, first + rows)
                .mapToObj(number -> new Row("run" + number, Optional.empty(), Optional.of(NOW), Optional.empty())).toList();
        return new RunList(runs, token);
    }
}
