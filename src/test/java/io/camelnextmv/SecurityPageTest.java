package io.camelnextmv;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What SECURITY.md promises is held by the tests that it names, and so is the end of each state in docs/states.md. */
class SecurityPageTest {
    private static final Path PAGE = Path.of("SECURITY.md");
    private static final Path STATES = Path.of("docs", "states.md");
    private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w*(?:Test|IT)\\b|\\.ci/[a-z-]+");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher test = TEST.matcher(Files.readString(PAGE) + Files.readString(STATES));
        while (test.find()) {
            named.add(test.group());
        }
        Set<String> there = Stream.of("src/test/java", "spring-boot-starter/src/test/java", "distribution/src/test/java",
                ".ci").flatMap(folder -> FileTree.all(Path.of(folder)).stream()).map(file -> file.startsWith(".ci")
                        ? file.toString() : file.getFileName().toString().replaceFirst("[.]java$", ""))
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(there).containsAll(named);
    }

    @Test
    void everyThreatNamesATest() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        boolean threats = false;
        int rows = 0;
        for (String line : lines) {
            threats = line.startsWith("| threat |") || threats && line.startsWith("|");
            if (threats && !line.startsWith("| threat |") && !line.startsWith("| ---")) {
                rows++;
                assertThat(TEST.matcher(line.substring(line.lastIndexOf('|', line.length() - 2))).find()).as(line).isTrue();
            }
        }

        assertThat(rows).isGreaterThan(40);
    }
}
