package io.camelnextmv.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The page of the commands is about all of them, and what it shows can be typed. */
class CommandsPageTest {
    private static final Path PAGE = Path.of("docs", "commands.md");
    private final CommandLine commands = CamelNextmv.commandLine(Path.of("").toAbsolutePath(), Map.of(),
            new ByteArrayOutputStream());

    @Test
    void eachCommandHasASectionAndEachExampleIsUnderstood() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);

        assertThat(lines).containsAll(commands.getSubcommands().keySet().stream().map(name -> "## " + name).toList());
        List<String> examples = lines.stream().filter(line -> line.startsWith("camel-nextmv ")).toList();
        assertThat(examples).hasSizeGreaterThan(15);
        for (String example : examples) {
            String[] args = example.substring("camel-nextmv ".length()).split(" ");
            assertThatCode(() -> commands.parseArgs(args)).as(example).doesNotThrowAnyException();
        }
    }

    @Test
    void eachCommandAndEachOptionSaysWhatItIs() {
        Stream.concat(Stream.of(commands), commands.getSubcommands().values().stream()
                .flatMap(one -> Stream.concat(Stream.of(one), one.getSubcommands().values().stream())))
                .map(CommandLine::getCommandSpec).forEach(CommandsPageTest::isDescribed);
    }

    private static void isDescribed(CommandSpec command) {
        assertThat(command.usageMessage().description()).as(command.name()).isNotEmpty();
        command.args().forEach(arg -> assertThat(String.join(" ", arg.description())).as(command.name() + " "
                + arg.paramLabel()).isNotBlank());
    }
}
