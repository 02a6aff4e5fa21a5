package io.camelnextmv.page;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What is found by looks into folders: they take a twentieth of the time at most, however often somebody asks, and whoever asks
 * in between gets what the last one has shown. Safe for many threads.
 *
 * @param <T> what a look shows
 */
final class Seldom<T> {
    private static final int SELDOM = 20;
    private static final Duration AT_LEAST = Duration.ofSeconds(1);
    private final Supplier<T> look;
    private final LongSupplier nanos;
    private Optional<T> last = Optional.empty();
    private long next;

    /**
     * @param look  looks
     * @param nanos the time in nanoseconds, of a clock that does not jump
     */
    Seldom(Supplier<T> look, LongSupplier nanos) {
        this.look = look;
        this.nanos = nanos;
    }

    synchronized T now() {
        long began = nanos.getAsLong();
        if (last.isEmpty() || began - next >= 0) {
            last = Optional.of(look.get());
            next = began + Math.max(AT_LEAST.toNanos(), SELDOM * (nanos.getAsLong() - began));
        }
        return last.get();
    }

    /** Something has changed there: the next look is made when somebody asks. */
    synchronized void hasChanged() {
        last = Optional.empty();
    }
}
