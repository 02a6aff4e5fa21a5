package io.camelnextmv.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a volume that was unmounted is no folder to write into; what was made anew is. */
class VolumeTest {
    @TempDir
    private Path home;
    /** The device of each folder that is a mount point; below it all is of the same. */
    private final Map<Path, Object> mounted = new TreeMap<>();

    @Test
    void theMountPointOfAVolumeThatIsAwayIsRefusedUntilItIsBack() throws IOException {
        Path outbox = Files.createDirectory(home.resolve("outbox"));
        mounted.put(outbox, "a disk");
        Volume volume = Volume.of(outbox, this::device);
        volume.mustBeThere();

        mounted.remove(outbox);
        assertThatThrownBy(volume::mustBeThere).isInstanceOf(IOException.class).hasMessageContaining("is not mounted");

        mounted.put(outbox, "the disk, under another number");
        assertThatCode(volume::mustBeThere).doesNotThrowAnyException();
    }

    @Test
    void theSameHoldsForAFolderBelowAMountPointThatSomebodyMadeAnew() throws IOException {
        Path outbox = Files.createDirectories(home.resolve("data/deep/outbox"));
        mounted.put(home.resolve("data"), "a disk");
        Volume volume = Volume.of(outbox, this::device);

        mounted.clear();
        assertThatThrownBy(volume::mustBeThere).isInstanceOf(IOException.class);
    }

    @Test
    void aFolderOfTheSameFileSystemMayBeRemovedAndMadeAgain() throws IOException {
        Path outbox = Files.createDirectory(home.resolve("outbox"));
        Volume volume = Volume.of(outbox);
        Files.delete(outbox);
        assertThatThrownBy(volume::mustBeThere).isInstanceOf(NoSuchFileException.class);
        Files.createDirectory(outbox);
        assertThatCode(volume::mustBeThere).doesNotThrowAnyException();
    }

    private Object device(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        for (Path at = path; at != null; at = at.getParent()) {
            if (mounted.containsKey(at)) {
                return mounted.get(at);
            }
        }
        return "the system's disk";
    }
}
