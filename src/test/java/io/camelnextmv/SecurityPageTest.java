package io.camelnextmv;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w*(?:Test|IT)\\b");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher test = TEST.matcher(Files.readString(PAGE) + Files.readString(STATES));
        while (test.find()) {
            named.add(test.group());
        }
        Set<String> there;
        try (Stream<Path> files = Stream.concat(Files.walk(Path.of("src", "test", "java")),
                Files.walk(Path.of("spring-boot-starter", "src", "test", "java")))) {
            there = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length())).collect(Collectors.toSet());
        }

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
