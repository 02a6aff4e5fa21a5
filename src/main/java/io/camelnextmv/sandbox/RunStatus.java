package io.camelnextmv.sandbox;

import java.util.Locale;

/** Where a run is: the values of {@code status_v2} in the run API's documentation that the sandbox gives. */
public enum RunStatus {
    /** Waits for capacity. */
    QUEUED,
    /** Runs. */
    RUNNING,
    /** Has an output. */
    SUCCEEDED,
    /** Has an error and an error log, and may have an output. */
    FAILED,
    /** Was canceled while queued or running; has no output. */
    CANCELED;

    /** @return whether the run is queued or running: it can be canceled and is in the account queue */
    public boolean active() {
        return this == QUEUED || this == RUNNING;
    }

    /** @return the value of {@code status_v2} */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The deprecated {@code status} has three values: a queued run is running, one that was canceled has failed. */
    String deprecatedWire() {
        return switch (this) {
            case QUEUED, RUNNING -> "running";
            case SUCCEEDED -> "succeeded";
            case FAILED, CANCELED -> "failed";
        };
    }
}
