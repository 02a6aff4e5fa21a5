package io.camelnextmv.limits;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** How a ticket of a broker waits for its turn: neither its thread nor its transaction is held for long. */
final class BriefWait {
    /** To be sent to the broker and back costs a ticket as much. */
    private static final Duration AWHILE = Duration.ofMillis(250);
    private final Budget budget;

    BriefWait(Budget budget) {
        this.budget = budget;
    }

    /** Empty where none comes soon. */
    Optional<Turn> turn(Use use) {
        long until = System.nanoTime() + AWHILE.toNanos();
        Duration due = budget.untilDue(use);
        while (System.nanoTime() + due.toNanos() - until < 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.max(1_000_000, due.toNanos()));
            Optional<Turn> now = budget.take(use);
            if (now.isPresent()) {
                return now;
            }
            due = budget.untilDue(use);
        }
        return Optional.empty();
    }
}
