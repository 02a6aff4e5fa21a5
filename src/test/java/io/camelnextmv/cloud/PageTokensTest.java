package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokensTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void aListThatGoesRoundHasAnEnd(int around) {
        PageTokens tokens = new PageTokens(100);
        Stream<String> pages = IntStream.range(0, 50).mapToObj(page -> "t" + page % around);

        assertThat(pages.takeWhile(token -> tokens.after(Optional.of(token)).isPresent())).hasSize(around);
        assertThat(tokens.isCut()).isFalse();
    }

    @Test
    void aListThatNeverEndsHasOne() {
        PageTokens tokens = new PageTokens(100);

        assertThat(IntStream.range(0, 1000).takeWhile(page -> tokens.after(Optional.of("t" + page)).isPresent()).count() + 1)
                .isEqualTo(100);
        assertThat(tokens.isCut()).isTrue();
    }

    @Test
    void whatIsTooLongForAnAddressLeadsNowhere() {
        PageTokens tokens = new PageTokens(100);

        assertThat(tokens.after(Optional.of("t".repeat(2001)))).isEmpty();
        assertThat(tokens.isCut()).isTrue();
    }

    @Test
    void aPageWithoutATokenIsTheLast() {
        PageTokens tokens = new PageTokens(100);

        assertThat(tokens.after(Optional.of("a+b/="))).contains("a+b/=");
        assertThat(tokens.after(Optional.empty())).isEmpty();
        assertThat(tokens.isCut()).isFalse();
    }
}
