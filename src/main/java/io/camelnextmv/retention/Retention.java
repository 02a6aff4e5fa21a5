package io.camelnextmv.retention;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.store.KnownMessages;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what was kept for long enough, a little at a time: archive, outboxes, what is known of messages. A step takes a
 * twentieth of a second at most, or one ticket; a look through all of it takes as many steps as it needs, and then an
 * hour's rest. Of several gateways on one home one takes a step at a time. Safe for many threads.
 */
public final class Retention implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final String LOCK = "retention.lock";
    private static final Duration STEP = Duration.ofMillis(50);
    private static final int MOST = 500;
    private static final Duration REST = Duration.ofHours(1);
    private static final Duration NOTED = Duration.ofMinutes(10);
    private final ArchiveKeeper archive;
    private final OutboxKeeper outbox;
    private final List<Path> outboxes;
    private final Path control;
    private final ObjectMapper mapper;
    private final Times times;
    private Optional<Pass> pass = Optional.empty();
    private Optional<AgeBuckets.Excess> excess = Optional.empty();
    private Optional<TrustedTime> time = Optional.empty();
    private Optional<Kept> kept = Optional.empty();
    private long lastStep;
    private long next;
    private long noted;
    private boolean saidJump;

    /**
     * @param clock the machine's time, which may be set
     * @param nanos one that does not jump, in ns
     */
    record Times(Clock clock, LongSupplier nanos) {
    }

    /** One look through all of it. */
    private static final class Pass {
        private final ArchiveKeeper.Look archive;
        private final OutboxKeeper.Look outbox;
        private final Iterator<Path> outboxes;
        private Optional<FolderWalk> walk;
        private boolean inArchive = true;
        private int shard;

        Pass(ArchiveKeeper.Look archive, OutboxKeeper.Look outbox, Iterator<Path> outboxes, Optional<FolderWalk> walk) {
            this.archive = archive;
            this.outbox = outbox;
            this.outboxes = outboxes;
            this.walk = walk;
        }
    }

    Retention(ArchiveKeeper archive, OutboxKeeper outbox, List<Path> outboxes, Path control, ObjectMapper mapper, Times times) {
        this.archive = archive;
        this.outbox = outbox;
        this.outboxes = List.copyOf(outboxes);
        this.control = control;
        this.mapper = mapper;
        this.times = times;
        this.next = times.nanos().getAsLong();
        this.lastStep = next;
        this.noted = next;
    }

    /**
     * A step, if one is due.
     *
     * @throws UncheckedIOException if the disk says no: the look begins anew after the rest
     */
    public synchronized void step() {
        long now = times.nanos().getAsLong();
        if (now - next < 0) {
            return;
        }
        try (FileChannel file = FileChannel.open(control.resolve(LOCK), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock only = file.tryLock()) {
            if (only != null) {
                step(now);
            }
        } catch (OverlappingFileLockException e) {
            // Another gateway of this process: its turn.
            return;
        } catch (IOException e) {
            end();
            next = now + REST.toNanos();
            throw new UncheckedIOException(e);
        }
    }

    private void step(long now) throws IOException {
        Instant clock = times.clock().instant();
        TrustedTime trusted = trusted(clock, now);
        if (pass.isEmpty()) {
            pass = Optional.of(begin(trusted, clock));
        }
        Pass current = pass.get();
        int looks = 0;
        while (times.nanos().getAsLong() - now < STEP.toNanos() && looks < MOST) {
            looks++;
            if (!look(current)) {
                end(current, clock, now);
                return;
            }
        }
    }

    private TrustedTime trusted(Instant clock, long now) throws IOException {
        Optional<RetentionNote> note = time.isPresent() ? Optional.empty() : RetentionNote.read(control, mapper);
        kept = kept.or(() -> note.flatMap(RetentionNote::kept));
        TrustedTime before = time.orElseGet(() -> note.map(left -> new TrustedTime(left.seen(), left.from()))
                .orElseGet(() -> TrustedTime.begin(clock)));
        TrustedTime trusted = before.next(clock, Duration.ofNanos(Math.max(0, now - lastStep)));
        boolean jump = before.isJump(clock);
        if (jump && !saidJump) {
            LOG.warn("The clock is {} d ahead of the time at which it was last looked for what is to be removed: it is"
                    + " followed by a day an hour. If it is wrong, set it right before anything is removed that is not old",
                    Duration.between(before.seen(), clock).toDays());
        }
        saidJump = jump;
        boolean first = time.isEmpty();
        time = Optional.of(trusted);
        lastStep = now;
        if (first || now - noted > NOTED.toNanos()) {
            note(now);
        }
        return trusted;
    }

    private void note(long now) throws IOException {
        TrustedTime trusted = time.orElseThrow();
        new RetentionNote(trusted.seen(), trusted.from(), kept).write(control, mapper);
        noted = now;
    }

    private Pass begin(TrustedTime trusted, Instant clock) throws IOException {
        Instant now = trusted.now(clock);
        boolean removes = trusted.allows(clock);
        return new Pass(new ArchiveKeeper.Look(now, removes, excess), new OutboxKeeper.Look(now, removes), outboxes.iterator(),
                FolderWalk.of(archive.folder()));
    }

    /** One thing; false when all are looked at. */
    private boolean look(Pass current) throws IOException {
        Optional<Path> entry = current.walk.isPresent() ? current.walk.get().next() : Optional.empty();
        if (entry.isPresent()) {
            if (current.inArchive) {
                archive.look(entry.get(), current.archive);
            } else {
                outbox.look(entry.get(), current.outbox);
            }
            return true;
        }
        closeWalk(current);
        current.inArchive = false;
        if (current.outboxes.hasNext()) {
            current.walk = FolderWalk.of(current.outboxes.next());
            return true;
        }
        if (current.shard < KnownMessages.SHARDS) {
            if (current.archive.removes()) {
                archive.forget(current.shard, current.archive.now());
            }
            current.shard++;
            return true;
        }
        return false;
    }

    private static void closeWalk(Pass current) throws IOException {
        if (current.walk.isPresent()) {
            current.walk.get().close();
            current.walk = Optional.empty();
        }
    }

    private void end(Pass done, Instant clock, long now) throws IOException {
        pass = Optional.empty();
        if (done.archive.removed() + done.outbox.removed() > 0) {
            LOG.info("Removed {} tickets ({} bytes) from the archive and {} outputs from the outbox, which were kept for long"
                    + " enough (nextmv.archive.keep, nextmv.archive.keep-size, nextmv.outbox.keep)", done.archive.removed(),
                    done.archive.removedBytes(), done.outbox.removed());
        }
        boolean wasTooMuch = excess.isPresent();
        excess = archive.excess(done.archive);
        // What is too much goes at once, unless nothing of it can.
        boolean again = excess.isPresent() && (!wasTooMuch || done.archive.removed() > 0);
        next = again ? now : now + REST.toNanos();
        kept = Optional.of(new Kept(clock, done.archive.count(), done.archive.bytes(), done.archive.oldest(),
                done.outbox.count(), done.outbox.bytes()));
        note(now);
    }

    private void end() {
        try {
            if (pass.isPresent()) {
                closeWalk(pass.get());
            }
        } catch (IOException e) {
            LOG.debug("A folder cannot be closed", e);
        }
        pass = Optional.empty();
    }

    /** Lets go of the folder that is being looked through. */
    @Override
    public synchronized void close() {
        end();
    }
}
