package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.store.Durability;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destination on another file system than {@code work/}; skipped where there is only one. */
class PlacementElsewhereTest {
    private static final Path SHM = Path.of("/dev/shm");
    private final AtomicPlacement placement = new AtomicPlacement(Durability.OS);
    @TempDir
    private Path work;
    private Path outbox;
    private Path made;

    @BeforeEach
    void anotherFileSystem() throws IOException {
        assumeThat(Files.isWritable(SHM) && !Files.getFileStore(SHM).equals(Files.getFileStore(work))).isTrue();
        outbox = Files.createTempDirectory(SHM, "nextmv-");
        made = Files.writeString(work.resolve("output"), "the output");
    }

    @AfterEach
    void tidyUp() throws IOException {
        if (outbox != null) {
            FileTree.delete(outbox);
        }
    }

    @Test
    void aFileIsCopiedBesideItsDestinationAndLeavesNothingBehind() throws IOException {
        placement.place(made, outbox.resolve("tour.json"), "ticket");
        assertThat(outbox.resolve("tour.json")).hasContent("the output");
        assertThat(FileTree.in(outbox)).hasSize(1);
        assertThat(made).doesNotExist();
    }

    @Test
    void aFileWhoseNameIsTakenAfterItWasCopiedIsFoundAgainUnderAnotherName() throws IOException {
        // A death after the copy, when only the link is left to do; then somebody takes the name.
        placement.place(made, outbox.resolve("tour.json"), "ticket");
        Path beside = outbox.resolve(".ticket.output.part");
        Files.move(outbox.resolve("tour.json"), beside);
        Files.writeString(outbox.resolve("tour.json"), "another one");

        assertThatThrownBy(() -> placement.place(made, outbox.resolve("tour.json"), "ticket"))
                .isInstanceOf(FileAlreadyExistsException.class);
        placement.place(made, outbox.resolve("tour.run-1.json"), "ticket");
        assertThat(outbox.resolve("tour.json")).hasContent("another one");
        assertThat(outbox.resolve("tour.run-1.json")).hasContent("the output");
        assertThat(beside).doesNotExist();
    }
}
