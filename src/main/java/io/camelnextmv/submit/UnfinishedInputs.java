package io.camelnextmv.submit;

import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Gives inputs time that end too early: half a JSON file, an empty file, an archive without its end are more likely still
 * being written by somebody who paused than bad. Whoever writes goes on in the file that was taken. The time begins anew
 * with each change, and after a restart.
 */
public final class UnfinishedInputs {
    /** Nobody writes so many at the same time. */
    private static final int MOST = 10_000;
    private final Duration grace;
    private final LongSupplier nanos;
    private final Map<TicketName, Sighting> sightings = new ConcurrentHashMap<>();

    /** How an input looked, and since when it has. */
    private record Sighting(long size, FileTime modified, long since) {
    }

    /**
     * @param grace for how long an input must not change to be taken for as bad as it is
     * @param nanos the time in nanoseconds, of a clock that does not jump
     */
    public UnfinishedInputs(Duration grace, LongSupplier nanos) {
        this.grace = grace;
        this.nanos = nanos;
    }

    boolean mayBecomeWhole(TicketName ticket, Path input) {
        long now = nanos.getAsLong();
        long size;
        FileTime modified;
        try {
            size = Files.size(input);
            modified = Files.getLastModifiedTime(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (sightings.size() >= MOST) {
            sightings.clear();
        }
        Sighting first = sightings.compute(ticket, (id, last) -> last != null && last.size() == size
                && last.modified().equals(modified) ? last : new Sighting(size, modified, now));
        boolean still = now - first.since() < grace.toNanos();
        if (!still) {
            forget(ticket);
        }
        return still;
    }

    void forget(TicketName ticket) {
        sightings.remove(ticket);
    }
}
