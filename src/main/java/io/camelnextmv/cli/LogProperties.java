package io.camelnextmv.cli;

import io.camelnextmv.settings.BadSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * The properties that say how the gateway logs, {@code -Dlog.level}, {@code log.format}, {@code log.file},
 * {@code log.file.size} and {@code log.file.count}: by {@code -D} alone, since there are lines before any setting is read.
 */
final class LogProperties {
    /** Where lines go: {@code console} or {@code file}. */
    private static final String TO = "log.to";
    private static final String FILE = "log.file";
    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");
    private static final List<String> FORMATS = List.of("text", "json");
    /** Logback renames so many files at most. */
    private static final int MOST_FILES = 20;

    private LogProperties() {
    }

    /**
     * Looks at them before Logback does, which would say of a wrong one that nothing is logged, and log nothing.
     *
     * @param system the JVM's; what Logback is to know beside them is added
     * @throws BadSetting at the first one that cannot be
     */
    static void check(Properties system) {
        one(system, "log.level", LEVELS, word -> word.toUpperCase(Locale.ROOT));
        one(system, "log.format", FORMATS, UnaryOperator.identity());
        Optional<String> file = given(system, FILE);
        system.setProperty(TO, file.isPresent() ? "file" : "console");
        given(system, "log.file.size").filter(size -> !size.matches("[1-9][0-9]{0,5}(KB|MB|GB)")).ifPresent(size -> {
            throw new BadSetting("log.file.size is \"" + size + "\": give a size such as 20MB, in KB, MB or GB");
        });
        given(system, "log.file.count").filter(count -> !count.matches("[1-9]|1[0-9]|" + MOST_FILES)).ifPresent(count -> {
            throw new BadSetting("log.file.count is \"" + count + "\": give how many older files are kept, 1 to "
                    + MOST_FILES);
        });
        file.ifPresent(LogProperties::mustBeWritable);
    }

    private static Optional<String> given(Properties system, String name) {
        return Optional.ofNullable(system.getProperty(name)).filter(value -> !value.isBlank());
    }

    private static void one(Properties system, String name, List<String> words, UnaryOperator<String> form) {
        given(system, name).filter(word -> !words.contains(form.apply(word))).ifPresent(word -> {
            throw new BadSetting(name + " is \"" + word + "\": give one of " + String.join(", ", words));
        });
    }

    private static void mustBeWritable(String name) {
        Path file = Path.of(name).toAbsolutePath();
        Path folder = file.getParent();
        // Logback reads % as the number of a file.
        if (name.contains("%") || Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)
                || !Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new BadSetting(FILE + " is \"" + name + "\", which cannot be written: give a file, without % in its name,"
                    + " in a folder that is there and that this process may write to");
        }
    }
}
