package io.camelnextmv;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.ShellBlocks;
import io.camelnextmv.fixture.ShellBlocks.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every block of commands in README and docs is run by a script or a test, or says that it is not. */
class DocumentedCommandsTest {
    @Test
    void eachIsRunByWhoeverIsNamedAboveItOrSaysThatItIsNot() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Block block : ShellBlocks.all()) {
            boolean run = block.runBy().isPresent() && runs(block.runBy().get());
            if (run == block.notRun()) {
                wrong.add(block.page() + ": put <!-- run by: SCRIPT --> or <!-- run by: TEST.METHOD --> above this block, or"
                        + " (not run by our tests: WHY) into the paragraph above it, and not both:\n" + block.commands());
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(ShellBlocks.all()).hasSizeGreaterThan(8);
    }

    /** A script of this project, or a test that has such a method. */
    private static boolean runs(String name) throws IOException {
        if (name.contains("/")) {
            return Files.isExecutable(Path.of(name));
        }
        int dot = name.indexOf('.');
        for (Path module : List.of(Path.of(""), Path.of("distribution"), Path.of("spring-boot-starter"))) {
            Path tests = module.resolve(Path.of("src", "test", "java"));
            for (Path test : FileTree.files(tests)) {
                if (dot > 0 && test.endsWith(name.substring(0, dot) + ".java")) {
                    return Files.readString(test).contains("void " + name.substring(dot + 1) + "(");
                }
            }
        }
        return false;
    }
}
