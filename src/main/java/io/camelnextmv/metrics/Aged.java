package io.camelnextmv.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What costs more to find out than a scrape may take: whoever asks gets what the last look has shown, and a look that is due
 * is made in the background. Between two looks there is so much time that they take a fiftieth of it at most.
 *
 * @param <T> what a look shows
 */
final class Aged<T> {
    private static final int REST = 50;
    private final Supplier<T> look;
    private final long least;
    private final Executor background;
    private final LongSupplier nanos;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Optional<T> last = Optional.empty();
    private volatile long due;

    /**
     * @param look       looks
     * @param least      how old what it shows may become at least
     * @param background where looks are made
     * @param nanos      a clock that does not jump, in ns
     */
    Aged(Supplier<T> look, Duration least, Executor background, LongSupplier nanos) {
        this.look = look;
        this.least = least.toNanos();
        this.background = background;
        this.nanos = nanos;
        this.due = nanos.getAsLong();
    }

    /** @return what the last look has shown; empty where there was none, or the last one could not be made */
    Optional<T> get() {
        if (nanos.getAsLong() - due >= 0 && looking.compareAndSet(false, true)) {
            try {
                background.execute(this::look);
            } catch (RejectedExecutionException e) {
                // The process is about to stop.
                looking.set(false);
            }
        }
        return last;
    }

    private void look() {
        long began = nanos.getAsLong();
        try {
            last = Optional.of(look.get());
        } catch (RuntimeException e) {
            last = Optional.empty();
        } finally {
            long now = nanos.getAsLong();
            due = now + Math.max(least, REST * (now - began));
            looking.set(false);
        }
    }
}
