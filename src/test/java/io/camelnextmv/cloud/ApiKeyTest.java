package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
    private final List<String> secrets = new ArrayList<>();
    private Optional<String> file = Optional.of("new");
    private int read;
    private long now;
    private final ApiKey key = new ApiKey("nextmv.api-key-file", "old", () -> {
        read++;
        return file;
    }, secrets::add, () -> now);

    private void later() {
        now += TimeUnit.SECONDS.toNanos(1);
    }

    @Test
    void aKeyThatIsNotRefusedIsNotReadAgain() {
        later();

        assertThat(key.value()).isEqualTo("old");
        assertThat(key.hasChanged()).isFalse();
        assertThat(read).isZero();
    }

    @Test
    void oneThatIsRefusedIsReadOnceASecondUntilThereIsAnother() {
        file = Optional.empty();
        key.refused("old");

        for (int i = 0; i < 100; i++) {
            assertThat(key.value()).isEqualTo("old");
        }
        assertThat(read).as("it was read at the start").isZero();
        later();
        key.value();
        key.value();
        assertThat(read).isEqualTo(1);
        file = Optional.of("new");
        later();

        assertThat(key.hasChanged()).isTrue();
        assertThat(key.value()).isEqualTo("new");
        assertThat(secrets).as("known before it is used").containsExactly("old", "new");
        later();
        key.value();
        assertThat(read).as("the new one is not refused").isEqualTo(2);
    }

    @Test
    void whatComesLateForAnOlderKeySaysNothingOfTheNewOne() {
        key.refused("old");
        later();
        assertThat(key.value()).isEqualTo("new");

        key.refused("old");
        later();
        key.value();

        assertThat(read).isEqualTo(1);
    }

    @Test
    void aKeyThatIsGoodAgainIsReadNoMore() {
        file = Optional.of("old");
        key.refused("old");
        key.accepted("old");
        later();

        assertThat(key.hasChanged()).isFalse();
        assertThat(read).isZero();
        assertThat(key.toString()).doesNotContain("old");
    }
}
