package io.camelnextmv.await;

import java.time.Duration;

/** The run has not ended: to be asked again after a delay. An exception because Camel's redelivery does the waiting. */
public final class StillActive extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Duration delay;

    /**
     * @param message what is waited for
     * @param delay   how long
     */
    public StillActive(String message, Duration delay) {
        // Thrown once a check: without a stack trace it costs next to nothing.
        super(message, null, false, false);
        this.delay = delay;
    }

    /** @return how long to wait */
    public Duration delay() {
        return delay;
    }
}
