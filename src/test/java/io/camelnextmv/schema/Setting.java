package io.camelnextmv.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A setting as {@code config/application.properties} has it.
 *
 * @param section the title above it
 * @param name    its name
 * @param value   its default
 * @param text    the comment directly above it; empty where it has none of its own
 * @param note    what stands by itself above that, and is said of more than this one
 */
public record Setting(String section, String name, String value, String text, String note) {
    private static final Path FILE = Path.of("config", "application.properties");
    private static final String TITLE = "# ----";

    /** @return all of them, in their order */
    public static List<Setting> all() {
        List<Setting> all = new ArrayList<>();
        List<String> comment = new ArrayList<>();
        String section = "";
        String note = "";
        for (String line : lines()) {
            if (line.startsWith(TITLE)) {
                section = line.replaceAll("^# -+ *| *-+$", "");
                comment.clear();
                note = "";
            } else if (line.startsWith("#")) {
                comment.add(line.substring(1).strip());
            } else if (line.isBlank()) {
                note = text(comment);
                comment.clear();
            } else {
                String[] parts = line.split(" *= *", 2);
                all.add(new Setting(section, parts[0].strip(), parts[1].strip(),
                        text(comment), note));
                comment.clear();
                note = "";
            }
        }
        return all;
    }

    private static String text(List<String> comment) {
        return comment.stream().collect(Collectors.joining(" "));
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In what it is given. */
    String unit() {
        if (name.matches(".*[.](max-bytes|maxBodySize)")) {
            return "bytes";
        }
        if (name.matches(".*[.]shutdownTimeout")) {
            return "seconds";
        }
        if (name.endsWith(".folder") || name.equals("nextmv.home")) {
            return "folder";
        }
        if (name.endsWith(".port")) {
            return "port";
        }
        if (value.matches("\\d+(ms|s|m|h)")) {
            return "duration";
        }
        if (value.matches("\\d+([.]\\d+)?") || name.endsWith(".priority")) {
            return "number";
        }
        return value.matches("true|false") || name.matches(".*[.](enabled|disabled)") ? "true, false" : "text";
    }
}
