package io.camelnextmv.await;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock that does not jump: it begins with the time that it is, and goes on by what has passed since, whatever the
 * machine's clock is set to meanwhile. What one process waits is measured by it. What is told to people, other processes
 * or the next start, or was told by them, goes by the machine's clock.
 */
public final class SteadyClock extends Clock {
    private final ZoneId zone;
    private final Instant begin;
    private final long beginNanos;
    private final LongSupplier nanos;

    /** @param wall what the time is at the beginning */
    public SteadyClock(Clock wall) {
        this(wall.getZone(), wall.instant(), System.nanoTime(), System::nanoTime);
    }

    private SteadyClock(ZoneId zone, Instant begin, long beginNanos, LongSupplier nanos) {
        this.zone = zone;
        this.begin = begin;
        this.beginNanos = beginNanos;
        this.nanos = nanos;
    }

    @Override
    public Instant instant() {
        return begin.plusNanos(nanos.getAsLong() - beginNanos);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SteadyClock(other, begin, beginNanos, nanos);
    }
}
