package io.camelnextmv.retention;

import io.camelnextmv.store.KnownMessages;
import io.camelnextmv.store.Volume;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** One look through all that is kept, thing by thing: the archive, the outboxes, what is known of messages. */
final class Pass implements Closeable {
    private final ArchiveKeeper archiveKeeper;
    private final ArchiveKeeper.Look archive;
    private final OutboxKeeper outboxKeeper;
    private final OutboxKeeper.Look outbox;
    private final Iterator<Map.Entry<Path, Volume>> outboxes;
    private Optional<FolderWalk> walk;
    private boolean inArchive = true;
    private int shard;
    private int failures;
    private String failure = "";

    private interface Act {
        void run() throws IOException;
    }

    Pass(ArchiveKeeper archiveKeeper, ArchiveKeeper.Look archive, OutboxKeeper outboxKeeper, OutboxKeeper.Look outbox,
            Map<Path, Volume> outboxes) throws IOException {
        this.archiveKeeper = archiveKeeper;
        this.archive = archive;
        this.outboxKeeper = outboxKeeper;
        this.outbox = outbox;
        this.outboxes = outboxes.entrySet().iterator();
        this.walk = FolderWalk.of(archiveKeeper.folder());
    }

    ArchiveKeeper.Look archive() {
        return archive;
    }

    OutboxKeeper.Look outbox() {
        return outbox;
    }

    int failures() {
        return failures;
    }

    /** The last one. */
    String failure() {
        return failure;
    }

    /** One thing; false when all are looked at. */
    boolean look() throws IOException {
        Optional<Path> entry = walk.isPresent() ? walk.get().next() : Optional.empty();
        if (entry.isPresent()) {
            Path one = entry.get();
            tried(one, inArchive ? () -> archiveKeeper.look(one, archive) : () -> outboxKeeper.look(one, outbox));
            return true;
        }
        close();
        inArchive = false;
        if (outboxes.hasNext()) {
            Map.Entry<Path, Volume> next = outboxes.next();
            tried(next.getKey(), () -> {
                // What lies in the mount point of a volume that is away is none of ours.
                next.getValue().mustBeThere();
                walk = FolderWalk.of(next.getKey());
            });
            return true;
        }
        if (shard < KnownMessages.SHARDS) {
            int one = shard++;
            tried("what is known of messages", () -> archiveKeeper.forget(one, archive));
            return true;
        }
        return false;
    }

    /** What cannot be removed, or be told whether it is needed, is in the way of nothing else. */
    private void tried(Object what, Act act) {
        try {
            act.run();
        } catch (IOException | RuntimeException e) {
            failures++;
            failure = what + ": " + e;
        }
    }

    /** The folder that is looked through is closed. */
    @Override
    public void close() throws IOException {
        Optional<FolderWalk> done = walk;
        walk = Optional.empty();
        if (done.isPresent()) {
            done.get().close();
        }
    }
}
