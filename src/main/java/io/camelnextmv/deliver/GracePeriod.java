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

    /** Comes back when the run has ended so long ago that its answer will not come any more. */
    void orThrow(Ticket ticket, Fault refusal) {
        boolean missing = refusal.status() == 404 || refusal.status() == 410;
        Instant ended = ticket.ending().map(ending -> ending.endedAt()).orElse(Instant.MAX);
        if (!missing || clock.instant().isBefore(ended.plus(LONG))) {
            throw refusal;
        }
    }
}
