package io.camelnextmv.deliver;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.ticket.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * For how long what an ended run should have left is asked for while the service answers that it is not there (404, 410):
 * it may lag behind, but not for ever.
 */
public final class GracePeriod {
    /** Longer than any lag that was heard of; short enough for the one who waits for the answer. */
    private static final Duration LONG = Duration.ofMinutes(15);
    private final Clock clock;

    /** @param clock the time */
    public GracePeriod(Clock clock) {
        this.clock = clock;
    }

    /** Whether the service says that it is not there, and the run has ended so long ago that it will not come any more. */
    boolean isOver(Ticket ticket, Exception why) {
        boolean missing = why instanceof Fault refusal && (refusal.status() == 404 || refusal.status() == 410);
        Instant ended = ticket.ending().map(ending -> ending.endedAt()).orElse(Instant.MAX);
        return missing && !clock.instant().isBefore(ended.plus(LONG));
    }
}
