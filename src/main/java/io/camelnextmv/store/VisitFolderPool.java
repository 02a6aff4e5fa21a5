package io.camelnextmv.store;

import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The folders of tickets that are here for one step. They are used again, as long as nothing is left in them: to make and
 * remove three folders for each step cost a quarter of it. Safe for many threads.
 */
final class VisitFolderPool {
    /** What stays, empty. */
    private static final Set<String> KEPT = Set.of("input", "out");
    /** In bytes. */
    private static final int ROOM = 1024 * 1024;
    private final Path parent;
    private final Queue<Path> free = new ConcurrentLinkedQueue<>();
    private final AtomicLong number = new AtomicLong();

    /** @param parent where they lie; it is made, below a folder that must be there */
    VisitFolderPool(Path parent) {
        this.parent = parent;
    }

    /**
     * @return a folder in which there is no file
     * @throws UncheckedIOException if the disk says no
     */
    Path take() {
        try {
            Path folder = Optional.ofNullable(free.poll())
                    .orElseGet(() -> Contained.child(parent, Long.toString(number.incrementAndGet())));
            if (Files.isDirectory(folder)) {
                return folder;
            }
            // The first time, or somebody has removed it.
            Directories.make(parent);
            return Directories.make(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param folder is emptied; where that does not succeed nobody gets it again */
    void giveBack(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!stays(folder, path)) {
                    Files.delete(path);
                }
            }
            free.add(folder);
        } catch (IOException | UncheckedIOException e) {
            // In nobody's way, and removed at the stop, or by whoever comes after this process.
        }
    }

    /** Whether something can be written at all; how much will be, nobody knows. */
    boolean isRoom() {
        try {
            Path folder = take();
            try {
                Files.write(folder.resolve("room"), new byte[ROOM]);
                return true;
            } finally {
                giveBack(folder);
            }
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static boolean stays(Path folder, Path path) {
        return path.equals(folder) || folder.equals(path.getParent())
                && KEPT.contains(path.getFileName().toString()) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
