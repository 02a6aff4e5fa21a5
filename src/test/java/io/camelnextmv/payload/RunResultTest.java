package io.camelnextmv.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.fixture.FileTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether it stays in memory or lies on the disk shows in nothing. */
class RunResultTest {
    private static final String BEGIN = "{\"output\":\"";
    private static final String END = "\"}";
    @TempDir
    private Path ticket;

    private Path made(String name) {
        return ticket.resolve("out").resolve(name);
    }

    /** An answer of so many bytes, which come a few at a time. */
    private static InputStream answer(int bytes) {
        return aFewAtATime(new ByteArrayInputStream(text(bytes).getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(int bytes) {
        return BEGIN + "x".repeat(bytes - BEGIN.length() - END.length()) + END;
    }

    private static InputStream aFewAtATime(InputStream in) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return in.read();
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return in.read(bytes, from, Math.min(length, 1000));
            }
        };
    }

    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {13, RunResult.SMALL - 1, RunResult.SMALL, RunResult.SMALL + 1, 5 * RunResult.SMALL})
    void theOutputIsCutOutOfAnySize(int bytes) throws IOException {
        RunResult result = RunResult.of(answer(bytes), made("result.json"));
        result.copy(result.output().orElseThrow(), made("output.part"));

        assertThat(made("output.part")).hasContent(text(bytes).substring(BEGIN.length() - 1, bytes - 1));
        assertThat(result.file()).hasContent(text(bytes));
        result.discard();
        assertThat(FileTree.names(ticket.resolve("out"))).containsExactly("output.part");
    }

    @Test
    void aSmallOneMakesNoFile() {
        RunResult.of(answer(RunResult.SMALL - 1), made("result.json"));

        assertThat(FileTree.names(ticket)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {13, RunResult.SMALL - 1, RunResult.SMALL, 5 * RunResult.SMALL})
    void oneThatBreaksOffIsTheServicesFaultAndLeavesNoFile(int bytes) {
        assertThatThrownBy(() -> RunResult.of(new SequenceInputStream(answer(bytes), broken()), made("result.json")))
                .isInstanceOf(Fault.class).hasMessageContaining("connection reset");

        assertThat(made("result.json")).doesNotExist();
    }

    @Test
    void noBodyIsAnEmptyAnswer() throws IOException {
        RunResult result = RunResult.of(null, made("result.json"));

        assertThatThrownBy(result::output).isInstanceOf(UnreadableAnswer.class);
        assertThat(result.file()).isEmptyFile();
    }

    @Test
    void whatAnEarlierAttemptLeftIsGone() throws IOException {
        Files.createDirectory(ticket.resolve("out"));
        Files.writeString(made("result.json"), "of before");
        RunResult result = RunResult.of(answer(13), made("result.json"));

        assertThat(result.output()).isPresent();
        result.discard();
        assertThat(FileTree.names(ticket.resolve("out"))).isEmpty();
    }
}
