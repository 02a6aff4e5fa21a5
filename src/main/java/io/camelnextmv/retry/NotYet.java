package io.camelnextmv.retry;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The run has not ended: to be checked again after a delay. An exception because Camel's redelivery does the waiting. */
public final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** Causes can go round in a circle. */
    private static final int MOST_CAUSES = 50;
    private final Duration delay;

    /**
     * @param message what is waited for
     * @param delay   how long
     */
    public NotYet(String message, Duration delay) {
        // Thrown once a check: without a stack trace it costs next to nothing.
        super(message, null, false, false);
        this.delay = delay;
    }

    /**
     * @param thrown what a step has met
     * @return whether that says no more than that there is something to wait for
     */
    public static boolean isBehind(Throwable thrown) {
        return behind(thrown).isPresent();
    }

    /**
     * @param thrown what a step has met
     * @return the one that is behind it
     */
    public static Optional<NotYet> behind(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(MOST_CAUSES)
                .filter(NotYet.class::isInstance).map(NotYet.class::cast).findFirst();
    }

    /** @return how long to wait */
    public Duration delay() {
        return delay;
    }
}
