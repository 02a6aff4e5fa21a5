package io.camelnextmv.retention;

import java.time.Duration;
import java.time.Instant;

/**
 * The time by which something is old. A clock that was set forward by years must not make everything old at once: a step of
 * more than two days is followed at the pace of a day an hour only, which leaves somebody the time to notice. So a gateway
 * that was off for a month is there a day later. A clock that is set back is used at once, and what was believed follows it
 * as slowly: whoever sets it back by mistake, and right again, does not wait for years.
 *
 * @param seen the latest time that was believed
 * @param from before this nothing is removed: whoever has a new setting, or a new version, has a day to look at it
 */
record TrustedTime(Instant seen, Instant from) {
    static final Duration STEP = Duration.ofDays(2);
    private static final Duration GRACE = Duration.ofDays(1);
    private static final int PACE = 24;

    /** Where nothing is known of the time before. */
    static TrustedTime begin(Instant now) {
        return new TrustedTime(now, now.plus(GRACE));
    }

    /**
     * @param now    what the clock says
     * @param passed how long it really is since the last look
     */
    TrustedTime next(Instant now, Duration passed) {
        // Begun by a clock that was ahead, it would wait for years.
        Instant begins = from.isAfter(now.plus(GRACE)) ? now.plus(GRACE) : from;
        Duration pace = passed.multipliedBy(PACE);
        if (!now.isAfter(seen)) {
            // What was believed was too much, perhaps: the next jump forward must be one again.
            Instant back = seen.minus(pace);
            return new TrustedTime(!seen.isAfter(now.plus(STEP)) ? seen : back.isAfter(now) ? back : now, begins);
        }
        return new TrustedTime(isJump(now) ? seen.plus(pace) : now, begins);
    }

    /** Whether the clock is further than it can be believed at once. */
    boolean isJump(Instant now) {
        return now.isAfter(seen.plus(STEP));
    }

    /** The time to be used: never ahead of the clock. */
    Instant now(Instant clock) {
        return clock.isBefore(seen) ? clock : seen;
    }

    boolean allows(Instant clock) {
        return !now(clock).isBefore(from);
    }
}
