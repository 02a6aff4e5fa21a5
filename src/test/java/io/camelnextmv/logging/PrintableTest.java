package io.camelnextmv.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What steers a terminal is shown as an escape. */
class PrintableTest {

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J", "\u0007", "\n", "\r", "\r\n", "\u0085", "\u009b31m", "\u202e", "\u2066", "\u200b",
        "\ufeff", "\u2028", "\u2029", "\u0000", "\b", "\u007f", "\u00ad", "\ud800", "\t", "\udb40\udc41"})
    void nothingThatIsNotSeenIsLeft(String evil) {
        String shown = Printable.of("a" + evil + "b");

        assertThat(shown).startsWith("a\\").endsWith("b").hasSizeGreaterThan(2 + evil.length());
        assertThat(shown.codePoints()).allMatch(character -> character >= ' ' && character < 127);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders.json", "Kä Ωλ 注文 😀 e\u0301", "C:\\temp\\new", "a → b … \u00a0"})
    void whatIsSeenStaysAsItIs(String text) {
        assertThat(Printable.of(text)).isSameAs(text);
    }

    @Test
    void aTextOfManyLinesKeepsThemAndItsTabs() {
        assertThat(Printable.text("a\tb\r\n\u001b[31mred\n\n")).isEqualTo("a\tb\n\\u001b[31mred\n\n");
    }
}
