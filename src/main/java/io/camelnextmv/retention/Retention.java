package io.camelnextmv.retention;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.store.Volume;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what was kept for long enough, a little at a time: archive, outboxes, what is known of messages. A step takes a
 * twentieth of a second at most, or one ticket; a look through all of it takes as many steps as it needs, and then an
 * hour's rest. Of several gateways on one home one takes a step at a time. Safe for many threads.
 */
public final class Retention extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final String LOCK = "retention.lock";
    private static final Duration STEP = Duration.ofMillis(50);
    private static final int MOST = 500;
    private static final Duration REST = Duration.ofHours(1);
    private static final Duration NOTED = Duration.ofMinutes(10);
    private final ArchiveKeeper archive;
    private final OutboxKeeper outbox;
    private final Map<Path, Volume> outboxes = new LinkedHashMap<>();
    private final Path control;
    private final ObjectMapper mapper;
    private final Times times;
    private Optional<Pass> pass = Optional.empty();
    private Optional<AgeBuckets.Excess> excess = Optional.empty();
    private Optional<TrustedTime> time = Optional.empty();
    private volatile Optional<Kept> kept = Optional.empty();
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

    Retention(ArchiveKeeper archive, OutboxKeeper outbox, List<Path> outboxes, Path control, ObjectMapper mapper, Times times) {
        this.archive = archive;
        this.outbox = outbox;
        outboxes.forEach(one -> this.outboxes.put(one, Volume.of(one)));
        this.control = control;
        this.mapper = mapper;
        this.times = times;
        this.next = times.nanos().getAsLong();
        this.lastStep = next;
        this.noted = next;
    }

    /** @return whether there is a step to take, and not an hour's rest */
    public synchronized boolean isDue() {
        return times.nanos().getAsLong() - next >= 0;
    }

    /**
     * A step, if one is due.
     *
     * @throws UncheckedIOException if a folder cannot be read: the look begins anew after the rest
     */
    public synchronized void step() {
        if (!isDue()) {
            return;
        }
        long now = times.nanos().getAsLong();
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
            if (!current.look()) {
                end(current, clock, now);
                return;
            }
        }
    }

    private TrustedTime trusted(Instant clock, long now) {
        Optional<RetentionNote> note = time.isPresent() ? Optional.empty() : RetentionNote.read(control, mapper);
        kept = kept.or(() -> note.flatMap(RetentionNote::kept));
        TrustedTime before = time.orElseGet(() -> note.map(left -> new TrustedTime(left.seen(), left.from()))
                .orElseGet(() -> TrustedTime.begin(clock)));
        TrustedTime trusted = before.next(clock, Duration.ofNanos(Math.max(0, now - lastStep)));
        if (before.isJump(clock) && !saidJump) {
            LOG.warn("The clock is {} d ahead of the time at which it was last looked for what is to be removed: it is"
                    + " followed by a day an hour. If it is wrong, set it right before anything is removed that is not old",
                    Duration.between(before.seen(), clock).toDays());
        }
        saidJump = before.isJump(clock);
        boolean due = time.isEmpty() || now - noted > NOTED.toNanos();
        time = Optional.of(trusted);
        lastStep = now;
        if (due) {
            note(now);
        }
        return trusted;
    }

    /** On a full disk it cannot be written, and that must not keep anything from being removed. */
    private void note(long now) {
        noted = now;
        try {
            new RetentionNote(time.orElseThrow().seen(), time.get().from(), kept).write(control, mapper);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("How much is kept cannot be written down: {}", e.toString());
        }
    }

    private Pass begin(TrustedTime trusted, Instant clock) throws IOException {
        Instant now = trusted.now(clock);
        boolean removes = trusted.allows(clock);
        return new Pass(archive, new ArchiveKeeper.Look(now, removes, excess, clock), outbox, new OutboxKeeper.Look(now, removes),
                outboxes);
    }

    private void end(Pass done, Instant clock, long now) {
        pass = Optional.empty();
        if (done.archive().removed() + done.outbox().removed() > 0) {
            LOG.info("Removed {} tickets ({} bytes) from the archive and {} outputs from the outbox, which were kept for long"
                    + " enough (nextmv.archive.keep, nextmv.archive.keep-size, nextmv.outbox.keep)", done.archive().removed(),
                    done.archive().removedBytes(), done.outbox().removed());
        }
        if (done.failures() > 0) {
            LOG.warn("{} things in archive and outbox cannot be looked at or removed; they stay, and are looked at again in"
                    + " an hour. The last: {}", done.failures(), done.failure());
        }
        boolean wasTooMuch = excess.isPresent();
        excess = archive.excess(done.archive());
        // What is too much goes at once, unless nothing of it can.
        boolean again = excess.isPresent() && (!wasTooMuch || done.archive().removed() > 0);
        next = again ? now : now + REST.toNanos();
        kept = Optional.of(new Kept(clock, done.archive().count(), done.archive().bytes(), done.archive().oldest(),
                done.outbox().count(), done.outbox().bytes(), Optional.of(done.archive().ends())));
        note(now);
    }

    private void end() {
        try {
            if (pass.isPresent()) {
                pass.get().close();
            }
        } catch (IOException e) {
            LOG.debug("A folder cannot be closed", e);
        }
        pass = Optional.empty();
    }

    /** @return how much is kept, as it was counted last, by this process or the one before; empty before it was */
    public Optional<Kept> kept() {
        return kept;
    }

    @Override
    protected synchronized void doStop() {
        end();
    }
}
