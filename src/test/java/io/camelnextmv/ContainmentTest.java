package io.camelnextmv;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Walks all callers: a name that somebody else chose becomes a path by {@code Contained} and nowhere else. What is
 * resolved without it is a constant, or the name of a file that lies there already.
 */
class ContainmentTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "camelnextmv");
    private static final String CONSTANT = "(?:\"(?:[^\"\\\\]|\\\\.)*\"|(?:[A-Z]\\w*\\.)?[A-Z][A-Z0-9_]*)";
    private static final Pattern CONSTANTS = Pattern.compile("\\s*" + CONSTANT + "(?:\\s*\\+\\s*" + CONSTANT + ")*\\s*");
    private static final Pattern NAME_OF_A_FILE = Pattern.compile("\\s*(?:[\\w.()]+\\.)?getFileName\\(\\)\\s*");
    private static final Pattern RESOLVED = Pattern.compile("\\.(?:resolve|resolveSibling)\\(");
    private static final Pattern MADE = Pattern.compile("\\b(?:Path\\.of|Paths\\.get|new File)\\(");

    /** The place itself; and what an operator chooses, who may lead us wherever he likes. */
    private static final List<String> RESOLVE = List.of("ticket/Contained.java:path", "settings/SettingsFiles.java:profileName()",
            "store/Durability.java:\".\" + file.getFileName() + \".part\"", "cli/RetryChoice.java:path.get()", "cli/SubmitCommand.java:file");

    /** Who makes a path of a text: the operator's settings and command line, and the two places that check what they make. */
    private static final List<String> MAKERS = List.of("ticket/Contained.java", "settings/NamedInbox.java", "settings/SettingReader.java",
            "settings/SettingsFiles.java", "settings/Trial.java", "cloud/Trust.java", "pickup/ClaimChecks.java",
            "payload/SaveToFile.java", "payload/ZipNames.java", "Gateway.java", "cli/CamelNextmv.java", "cli/ResultCommand.java", "cli/InputCommand.java", "cli/DemoCommand.java",
            "pickup/SettledFiles.java", "store/Claims.java", "steer/Cancel.java", "steer/Wishes.java",
            // An input's path, checked there, with one of our own endings behind it.
            "store/Sidecars.java",
            // What an operator names; an inbox that must be one of the settings.
            "cli/RetryChoice.java", "deliver/RedriveJournal.java", "cli/LogProperties.java");

    @Test
    void whoeverMakesAPathOfANamePassesTheOnePlaceThatChecksIt() throws IOException {
        List<String> others = new ArrayList<>();
        int seen = 0;
        for (Path source : sources()) {
            String text = code(source);
            Matcher call = RESOLVED.matcher(text);
            while (call.find()) {
                seen++;
                String argument = argument(text, call.end());
                String where = name(source) + ":" + argument.strip();
                if (!CONSTANTS.matcher(argument).matches() && !NAME_OF_A_FILE.matcher(argument).matches()
                        && !RESOLVE.contains(where)) {
                    others.add(where);
                }
            }
        }

        assertThat(seen).as("calls that were looked at").isGreaterThan(50);
        assertThat(others).as("paths that are made of a name without a check").isEmpty();
    }

    @Test
    void whoeverMakesAPathOfATextIsKnown() throws IOException {
        List<String> others = new ArrayList<>();
        for (Path source : sources()) {
            String text = code(source);
            Matcher call = MADE.matcher(text);
            while (call.find()) {
                if (!CONSTANTS.matcher(argument(text, call.end())).matches() && !MAKERS.contains(name(source))) {
                    others.add(name(source) + ":" + argument(text, call.end()));
                }
            }
        }

        assertThat(others).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        return FileTree.files(SOURCES).stream().filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !file.startsWith(SOURCES.resolve("sandbox"))).toList();
    }

    private static String name(Path source) {
        return SOURCES.relativize(source).toString();
    }

    private static String code(Path source) throws IOException {
        return Files.readString(source).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
    }

    /** Up to the bracket that closes it. */
    private static String argument(String text, int start) {
        int open = 1;
        boolean quoted = false;
        int i = start;
        while (open > 0) {
            char c = text.charAt(i++);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                open += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
        }
        return text.substring(start, i - 1);
    }
}
