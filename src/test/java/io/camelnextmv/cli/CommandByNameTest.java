package io.camelnextmv.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A command that is called by its name is read alone, and is the same as among all others. */
class CommandByNameTest {
    @TempDir
    private Path folder;

    private CommandLine of(Optional<String> first) {
        return CamelNextmv.commandLine(folder, Map.of(), OutputStream.nullOutputStream(), first);
    }

    @Test
    void whoeverNamesACommandGetsThatOneAsItIsAmongAll() {
        Map<String, CommandLine> all = of(Optional.empty()).getSubcommands();
        assertThat(all).containsKeys("status", "runs", "demo", "webhook").hasSizeGreaterThan(15);

        all.forEach((name, command) -> {
            Map<String, CommandLine> alone = of(Optional.of(name)).getSubcommands();
            assertThat(alone).containsOnlyKeys(name);
            assertThat(alone.get(name).getUsageMessage()).isEqualTo(command.getUsageMessage());
        });
    }

    @Test
    void whatNamesNoneHasAllToChooseFrom() {
        for (String word : new String[] {"--help", "stauts", "", "-x"}) {
            assertThat(of(Optional.of(word)).getSubcommands()).as(word).hasSizeGreaterThan(15);
        }
    }
}
