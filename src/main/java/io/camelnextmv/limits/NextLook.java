package io.camelnextmv.limits;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** When it is looked next whose turn it is: at the earliest time that was asked for. Safe for many threads. */
final class NextLook {
    private final ScheduledExecutorService timer;
    private final Runnable look;
    private Optional<ScheduledFuture<?>> planned = Optional.empty();
    private long at;
    private boolean ended;

    NextLook(ScheduledExecutorService timer, Runnable look) {
        this.timer = timer;
        this.look = look;
    }

    synchronized void in(Duration delay) {
        long asked = System.nanoTime() + delay.toNanos();
        if (ended || planned.isPresent() && !planned.get().isDone() && at - asked <= 0) {
            return;
        }
        planned.ifPresent(later -> later.cancel(false));
        at = asked;
        planned = Optional.of(timer.schedule(this::now, delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void now() {
        synchronized (this) {
            planned = Optional.empty();
        }
        look.run();
    }

    /** No more looks. */
    synchronized void none() {
        ended = true;
        planned.ifPresent(later -> later.cancel(false));
    }
}
