package io.camelnextmv.metrics;

import io.camelnextmv.pickup.IgnoredNames;
import io.camelnextmv.store.Sidecars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Looks into folders, for figures that nothing else knows. */
final class Folders {
    /** Of a folder with more only so many are looked at: the figure says "at least". */
    static final int MOST = 200_000;
    /** So many files of the archive are looked at at a stretch; then the disk is others' for a moment. */
    private static final int STRETCH = 500;
    private static final long MOMENT = 5_000_000;

    private Folders() {
    }

    /**
     * What waits in an inbox.
     *
     * @param files  how many inputs
     * @param oldest when the oldest of them was last changed; empty if there is none
     */
    record Waiting(int files, Optional<Instant> oldest) {
    }

    /**
     * What the archive holds.
     *
     * @param tickets how many tickets
     * @param bytes   the size of all their files
     */
    record Kept(int tickets, long bytes) {
    }

    /**
     * @param inbox   the folder
     * @param ignored the names that are no inputs
     * @return what waits in it
     * @throws UncheckedIOException if it cannot be looked into
     */
    static Waiting inbox(Path inbox, IgnoredNames ignored) {
        int files = 0;
        Instant oldest = Instant.MAX;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(inbox)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (ignored.has(name) || Sidecars.isOne(name)) {
                    continue;
                }
                Optional<BasicFileAttributes> its = attributes(entry);
                if (its.filter(BasicFileAttributes::isRegularFile).isPresent()) {
                    files++;
                    Instant since = its.get().lastModifiedTime().toInstant();
                    oldest = since.isBefore(oldest) ? since : oldest;
                }
                if (files == MOST) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        }
        return new Waiting(files, files == 0 ? Optional.empty() : Optional.of(oldest));
    }

    /** Empty where it was taken meanwhile. */
    private static Optional<BasicFileAttributes> attributes(Path file) {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * @param archive the folder
     * @return what it holds
     * @throws UncheckedIOException if it cannot be looked into
     */
    static Kept archive(Path archive) {
        Sizes sizes = new Sizes(archive);
        try {
            Files.walkFileTree(archive, sizes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Kept(sizes.tickets, sizes.bytes);
    }

    private static final class Sizes extends SimpleFileVisitor<Path> {
        private final Path archive;
        private int tickets;
        private long bytes;
        private int seen;

        Sizes(Path archive) {
            this.archive = archive;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            tickets += archive.equals(folder.getParent()) ? 1 : 0;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            // What lies beside the tickets is none of them: the mark of the volume.
            bytes += archive.equals(file.getParent()) ? 0 : attributes.size();
            seen++;
            if (seen % STRETCH == 0) {
                LockSupport.parkNanos(MOMENT);
            }
            return Thread.currentThread().isInterrupted() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException why) {
            return FileVisitResult.CONTINUE;
        }
    }
}
