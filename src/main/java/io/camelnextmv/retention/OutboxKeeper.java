package io.camelnextmv.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks at one output after the other: what has lain there for long enough goes, of all others it is counted how much. */
final class OutboxKeeper {
    private final Optional<Duration> keep;
    private final List<Path> ours;

    /** What one look through all outboxes has found so far. */
    static final class Look {
        private final Instant now;
        private final boolean removes;
        private long count;
        private long bytes;
        private long removed;

        Look(Instant now, boolean removes) {
            this.now = now;
            this.removes = removes;
        }

        long count() {
            return count;
        }

        long bytes() {
            return bytes;
        }

        long removed() {
            return removed;
        }
    }

    /**
     * @param keep how long an output is kept; empty for ever
     * @param ours folders of the gateway: they are no outputs, wherever they lie
     */
    OutboxKeeper(Optional<Duration> keep, List<Path> ours) {
        this.keep = keep;
        this.ours = List.copyOf(ours);
    }

    /**
     * Looks at what lies there under a name; what is hidden is somebody's who is not done with it.
     *
     * @throws IOException if the disk says no
     */
    void look(Path entry, Look look) throws IOException {
        if (FolderWalk.isBeingRemoved(entry)) {
            FolderWalk.remove(entry);
            return;
        }
        if (entry.getFileName().toString().startsWith(".") || ours.stream().anyMatch(folder -> folder.startsWith(entry))) {
            return;
        }
        try {
            BasicFileAttributes there = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!there.isRegularFile() && !there.isDirectory()) {
                return;
            }
            if (look.removes && keep.isPresent() && isBefore(there.lastModifiedTime().toInstant(), look)
                    && isBefore(FolderWalk.changed(entry), look)) {
                FolderWalk.remove(entry);
                look.removed++;
                return;
            }
            look.count++;
            look.bytes += there.isDirectory() ? FolderWalk.size(entry) : there.size();
        } catch (NoSuchFileException e) {
            // Somebody has taken it.
            return;
        }
    }

    private boolean isBefore(Instant changed, Look look) {
        return changed.isBefore(look.now.minus(keep.get()));
    }
}
