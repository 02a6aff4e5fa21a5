package io.camelnextmv;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No cache, pool, map or queue without a bound: each field that holds many things, and may come to hold more of them, is on the
 * page that says its bound. Fields that are given all they ever hold when they are made, and constants, are not asked about.
 */
class BoundsPageTest {
    private static final Path PAGE = Path.of("docs", "bounds.md");
    private static final Pattern FIELD = Pattern.compile("(?m)^ +(?:private|protected|public) (?:static |volatile )*(final )?"
            + "(?:\\w*(?:Map|Set|List|Deque|Queue|Collection|Executor|ExecutorService|ConnectionManager|Pool)|ThreadLocal)"
            + "(?:<[^;=(]*>)? (\\w+)(?: = ([^;]*))?;");
    private static final Pattern MADE = Pattern.compile("new \\w+|newKeySet|Executors[.]");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+[.]\\w+)`");
    /** What a command of the command line holds ends with it; the sandbox stands for the service. */
    private static final Pattern OTHERS = Pattern.compile(".*/(cli|sandbox)/.*");

    @Test
    void whateverHoldsManyThingsHasItsBoundOnThePage() throws IOException {
        Set<String> fields = new TreeSet<>();
        for (Path file : sources()) {
            Matcher field = FIELD.matcher(Files.readString(file));
            while (field.find()) {
                if (mayGrow(field.group(1) != null, field.group(3))) {
                    fields.add(nameOf(file) + "." + field.group(2));
                }
            }
        }

        assertThat(named()).containsAll(fields);
        assertThat(fields).hasSizeGreaterThan(80);
    }

    private static boolean mayGrow(boolean isFinal, String made) {
        boolean constant = made != null && made.contains(".of(");
        return !isFinal && (made == null || !constant || made.equals("Map.of()") || made.equals("List.of()"))
                || made != null && !constant && MADE.matcher(made).find();
    }

    @Test
    void whatThePageNamesIsThere() throws IOException {
        Set<String> missing = new TreeSet<>(named());
        for (Path file : sources()) {
            String text = Files.readString(file);
            missing.removeIf(name -> name.startsWith(nameOf(file) + ".")
                    && text.matches("(?s).* " + name.substring(name.indexOf('.') + 1) + "(;| =).*"));
        }

        assertThat(missing).isEmpty();
    }

    private static Set<Path> sources() {
        Set<Path> sources = new TreeSet<>();
        Stream.of("src/main/java", "spring-boot-starter/src/main/java").flatMap(root -> FileTree.all(Path.of(root)).stream())
                .filter(file -> file.toString().endsWith(".java") && !OTHERS.matcher(file.toString()).matches())
                .forEach(sources::add);
        return sources;
    }

    private static String nameOf(Path source) {
        return source.getFileName().toString().replaceFirst("[.]java$", "");
    }

    private static Set<String> named() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher name = NAMED.matcher(Files.readString(PAGE));
        while (name.find()) {
            named.add(name.group(1));
        }
        return named;
    }
}
