package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.store.Durability;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicPlacementTest {
    @TempDir
    private Path folder;
    private final AtomicPlacement placement = new AtomicPlacement(Durability.FSYNC);
    private Path made;
    private Path target;

    @BeforeEach
    void make() throws IOException {
        made = Files.createDirectory(folder.resolve("out")).resolve("output");
        target = Files.createDirectory(folder.resolve("outbox")).resolve("orders.json");
        Files.writeString(made, "new");
    }

    @Test
    void theFileMovesToItsPlaceAndNothingElseAppears() throws IOException {
        placement.place(made, target, "t1");

        assertThat(target).hasContent("new");
        assertThat(made).doesNotExist();
        assertThat(FileTree.names(target.getParent())).containsExactly("orders.json");
    }

    @Test
    void aNameThatIsTakenIsNotOverwritten() throws IOException {
        Files.writeString(target, "old");

        assertThatThrownBy(() -> placement.place(made, target, "t1")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(target).hasContent("old");
        assertThat(made).hasContent("new");
        assertThat(FileTree.names(target.getParent())).containsExactly("orders.json");
    }

    @Test
    void whatWasPlacedBeforeIsNotPlacedAgain() throws IOException {
        placement.place(made, target, "t1");
        Files.writeString(target, "changed by its reader");

        placement.place(made, target, "t1");

        assertThat(target).hasContent("changed by its reader");
    }

    @Test
    void aDeathBetweenTheLinkAndTheRemovalIsMadeGood() throws IOException {
        Files.createLink(target, made);

        placement.place(made, target, "t1");

        assertThat(target).hasContent("new");
        assertThat(made).doesNotExist();
    }

    @Test
    void aFolderOnAnotherFileSystemIsReachedByACopyBesideIt() throws IOException {
        Path memory = Path.of("/dev/shm");
        Assumptions.assumeThat(Files.isWritable(memory)).isTrue();
        Assumptions.assumeThat(Files.getFileStore(memory)).isNotEqualTo(Files.getFileStore(folder));
        Path there = Files.createTempDirectory(memory, "nextmv-test-");
        Path far = there.resolve("orders.json");
        try {
            placement.place(made, far, "t1");

            assertThat(far).hasContent("new");
            assertThat(made).doesNotExist();
            assertThat(FileTree.names(there)).containsExactly("orders.json");

            Files.writeString(made, "newer");
            assertThatThrownBy(() -> placement.place(made, far, "t2")).isInstanceOf(FileAlreadyExistsException.class);
            assertThat(far).hasContent("new");
            assertThat(made).hasContent("newer");
            assertThat(FileTree.names(there)).containsExactly("orders.json");
        } finally {
            Files.deleteIfExists(far);
            Files.delete(there);
        }
    }
}
