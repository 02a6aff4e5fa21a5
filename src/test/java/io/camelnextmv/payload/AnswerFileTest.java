package io.camelnextmv.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.fixture.FileTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerFileTest {
    private static final long MB = 1024 * 1024;

    @TempDir
    private Path folder;

    private static InputStream bytes(long count) {
        return new InputStream() {
            private long left = count;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }
        };
    }

    private static InputStream brokenAfter(int count) {
        return new SequenceInputStream(new ByteArrayInputStream(new byte[count]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });
    }

    @Test
    void whatComesWholeIsWrittenOverWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("answer"), "before".repeat(100));

        AnswerFile.to(file, bytes(3), any -> 0);

        assertThat(file).hasContent("xxx");
    }

    @Test
    void nothingIsLeftOfAnAnswerThatBreaksOff() {
        Path file = folder.resolve("answer");

        assertThatThrownBy(() -> AnswerFile.to(file, brokenAfter(100_000))).isInstanceOf(Fault.class)
                .hasMessageContaining("connection reset");

        assertThat(file).doesNotExist();
    }

    @Test
    void nothingIsLeftOfAnAnswerThatLeavesNoRoomForOthers() {
        Path file = folder.resolve("answer");

        assertThatThrownBy(() -> AnswerFile.to(file, bytes(40 * MB), any -> 20 * MB))
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("no room").hasMessageContaining("free");

        assertThat(file).doesNotExist();
    }

    @Test
    void aSmallAnswerTakesTheLastOfTheDisk() {
        assertThat(AnswerFile.to(folder.resolve("answer"), bytes(MB), any -> 0)).hasSize(MB);
    }

    @Test
    void nothingIsLeftWhereTheDiskSaysNo() throws IOException {
        Path file = Files.createDirectory(folder.resolve("answer")).resolve("x");
        Files.createDirectory(file);

        assertThatThrownBy(() -> AnswerFile.to(file, bytes(1))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aFileThatAPersonNamedKeepsItsContentUntilTheNewOneIsWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("result.json"), "before");

        assertThatThrownBy(() -> new SaveToFile().save(brokenAfter(100_000), file.toString()))
                .isInstanceOf(Fault.class);
        assertThat(file).hasContent("before");

        new SaveToFile().save(bytes(2), file.toString());

        assertThat(file).hasContent("xx");
        assertThat(FileTree.in(folder)).hasSize(1);
    }
}
