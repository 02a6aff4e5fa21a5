package io.camelnextmv.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.settings.BadSetting;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A property that cannot be stops the start with a line: Logback would log nothing, and not say so. */
class LogPropertiesTest {
    @TempDir
    private Path folder;

    private static Properties with(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }

    @ParameterizedTest
    @CsvSource({"log.format, xml", "log.format, JSON", "log.level, LOUD", "log.file.size, 20", "log.file.size, 0MB",
        "log.file.size, much", "log.file.count, 0", "log.file.count, 21", "log.file.count, -1",
        "log.file, /nowhere/at/all.log",
        "log.file, gateway-%d.log", "log.file, ."})
    void whatCannotBeStopsTheStart(String name, String value) {
        assertThatThrownBy(() -> LogProperties.check(with(name, value))).isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(name + " is \"" + value + "\"").hasMessageContaining("give ");
    }

    @ParameterizedTest
    @CsvSource({"log.format, json", "log.format, text", "log.level, debug", "log.level, WARN", "log.file.size, 500KB",
        "log.file.count, 20", "log.file, ' '"})
    void whatCanBeIsTaken(String name, String value) {
        Properties properties = with(name, value);

        LogProperties.check(properties);

        assertThat(properties).containsEntry("log.to", "console");
    }

    @Test
    void whereAFileIsGivenLinesGoThere() {
        Properties properties = with("log.file", folder.resolve("gateway.log").toString());

        LogProperties.check(properties);

        assertThat(properties).containsEntry("log.to", "file");
    }
}
