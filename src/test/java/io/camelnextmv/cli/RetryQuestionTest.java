package io.camelnextmv.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RetryQuestionTest {
    @TempDir
    private Path home;
    private final List<String> asked = new ArrayList<>();

    private int retry(String... answers) throws IOException {
        for (String folder : List.of("inbox", "errors", "canceled", "archive", "work", "outbox")) {
            Files.createDirectories(home.resolve(folder));
        }
        cameBack("sure.json", 1, "failed");
        cameBack("late.json", 2, "timed_out");
        CommandContext context = new CommandContext(Path.of("").toAbsolutePath(), Map.of("nextmv.home", home.toString(), "nextmv.api-key", "key",
                "nextmv.application-id", "routing", "nextmv.url", "http://127.0.0.1:9", "nextmv.durability", "os"));
        CommandLine line = new CommandLine(new RetryCommand(context, question -> {
            asked.add(question);
            return Optional.of(answers.length > 0);
        }));
        line.setOut(new PrintWriter(new StringWriter(), true));
        line.setErr(new PrintWriter(new StringWriter(), true));
        return line.execute("--all");
    }

    private void cameBack(String file, int number, String status) throws IOException {
        String report = "{\"file\":\"%s\",\"ticket\":\"20260101-000000-dead-000%d\",\"application_id\":\"a\",\"run_id\":\"r\","
                .formatted(file, number) + "\"status\":\"" + status + "\"}";
        Files.writeString(home.resolve("errors").resolve(file.replace(".json", ".error.json")), report);
        Files.writeString(home.resolve("errors").resolve(file), "{}");
    }

    @Test
    void onATerminalOnlyWhatMayStillRunIsAskedFor() throws IOException {
        assertThat(retry("yes")).isZero();

        assertThat(asked).singleElement().asString().contains("late.json").contains("timed_out").contains("may then run twice");
        assertThat(home.resolve("inbox/late.json")).exists();
        assertThat(home.resolve("inbox/sure.json")).exists();
    }

    @Test
    void aNoLeavesItWhereItIs() throws IOException {
        assertThat(retry()).isEqualTo(3);

        assertThat(home.resolve("inbox/late.json")).doesNotExist();
        assertThat(home.resolve("errors/late.error.json")).exists();
        assertThat(home.resolve("inbox/sure.json")).exists();
    }
}
