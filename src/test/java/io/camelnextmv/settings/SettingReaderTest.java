package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingReaderTest {

    private static SettingReader of(String text) {
        return new SettingReader(Map.of("key", text)::get);
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "2s,PT2S", "5m,PT5M", "1h,PT1H", "1d,PT24H", "' 2 s ',PT2S", "10S,PT10S", "0s,PT0S",
        "365d,PT8760H"})
    void durationsAreReadWithTheirUnit(String text, Duration expected) {
        assertThat(of(text).duration("key", Duration.ZERO)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "1.5s", "1s2m", "366d", "9999999999999s", "PT1S", "1 hour"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> of(text).duration("key", Duration.ZERO)).isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("key ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "7", " 10 "})
    void numbersWithinTheirRangeAreRead(String text) {
        assertThat(of(text).number("key", 1, 10)).isBetween(1, 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "ten", "1.0", "99999999999", ""})
    void otherNumbersAreRefused(String text) {
        assertThatThrownBy(() -> of(text).number("key", 1, 10)).isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("key ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"in box", "in+box", "in&box=1", "in#box", "100%", "in%box", "posteingänge", "~/box"})
    void foldersMayHaveNamesOfManyKinds(String text) {
        assertThat(of(text).folder("key")).hasFileName(text.replace("~/", "")).isAbsolute();
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbox ", " inbox", "in?box", "in%41box", "in${sys.user.home}"})
    void aFolderThatTheRoutesWouldTakeForAnotherOneIsRefused(String text) {
        assertThatThrownBy(() -> of(text).folder("key")).isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("key is \"" + text + "\"");
    }

    @Test
    void blanksAreNoText() {
        assertThat(of("  ").text("key")).isEmpty();
        assertThat(of(" a ").text("key")).contains("a");
        assertThat(of("a").text("other")).isEmpty();
    }
}
