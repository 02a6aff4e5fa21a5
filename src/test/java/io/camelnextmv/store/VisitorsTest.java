package io.camelnextmv.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folders of tickets that are here for one step. */
class VisitorsTest {
    @TempDir
    private Path work;

    private static List<String> filesIn(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).toList();
        }
    }

    @Test
    void aFolderIsUsedAgainAndNothingOfTheOneBeforeIsInIt() throws Exception {
        VisitorFolders folders = new VisitorFolders(work.resolve(".visits-0000"));
        Path first = folders.take();
        for (String name : List.of("input", "out", "out/nested", "sidecar", "logs.part")) {
            Files.writeString(Directories.make(first.resolve(name)).resolve("secret.json"), "of another");
        }
        Files.createSymbolicLink(first.resolve("link"), work);

        folders.giveBack(first);

        assertThat(folders.take()).isEqualTo(first);
        assertThat(filesIn(first)).isEmpty();
        assertThat(first.resolve("sidecar")).doesNotExist();
        assertThat(first.resolve("link")).doesNotExist();
        assertThat(work).exists();
        assertThat(folders.take()).as("one that is in use").isNotEqualTo(first);
    }

    @Test
    void aFolderThatCannotBeEmptiedIsNeverUsedAgain() throws Exception {
        VisitorFolders folders = new VisitorFolders(work.resolve(".visits-0000"));
        Path gone = folders.take();
        Files.delete(gone);

        folders.giveBack(gone);

        assertThat(folders.take()).isNotEqualTo(gone);
    }

    @Test
    void aFolderThatSomebodyRemovesIsMadeAgain() throws Exception {
        VisitorFolders folders = new VisitorFolders(work.resolve(".visits-0000"));
        Path first = folders.take();
        folders.giveBack(first);
        Files.delete(first);
        Files.delete(first.getParent());

        assertThat(folders.take()).isEqualTo(first).isDirectory();
    }

    @Test
    void aSmallInputIsAFileOnlyWhereSomebodyAsksForIt() throws Exception {
        VisitorFolders folders = new VisitorFolders(work.resolve(".visits-0000"));
        Visitor visitor = new Visitor(Thread.currentThread(), folders);
        visitor.hold("{}".getBytes());

        assertThat(visitor.hasFolder()).isFalse();
        Path file = visitor.folder().resolve("input").resolve("a.json");
        visitor.putDown(file, Instant.now());
        assertThat(file).hasContent("{}");

        visitor.leave();
        assertThat(file).doesNotExist();
    }
}
