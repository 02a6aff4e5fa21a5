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
 * is made in the background. Between two looks there is so much time that they take a fiftieth of it at most. Where a look
 * hangs there is no figure after a while, rather than an old one for ever.
 *
 * @param <T> what a look shows
 */
final class Aged<T> {
    private static final int REST = 50;
    /** A look that has been going on for so many times what figures may be old at least hangs. */
    private static final int HANGS = 60;
    private final Supplier<T> look;
    private final long least;
    private final Executor background;
    private final LongSupplier nanos;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Optional<T> last = Optional.empty();
    private volatile long due;
    private volatile long asked;

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

    /** @return what the last look has shown; empty where there was none, the last one could not be made, or one hangs */
    Optional<T> get() {
        if (nanos.getAsLong() - due >= 0 && !looking.get()) {
            asked = nanos.getAsLong();
            begin();
        }
        return looking.get() && nanos.getAsLong() - asked > HANGS * least ? Optional.empty() : last;
    }

    private void begin() {
        if (looking.compareAndSet(false, true)) {
            try {
                background.execute(this::look);
            } catch (RejectedExecutionException e) {
                // The process is about to stop.
                looking.set(false);
            }
        }
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
