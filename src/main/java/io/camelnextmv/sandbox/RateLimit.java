package io.camelnextmv.sandbox;

import java.time.Duration;

/**
 * A limit that the sandbox enforces: a bucket that holds so many requests, and is filled again within a period.
 *
 * @param what what is counted
 * @param most how many, at least 1
 * @param per  in how long, above zero
 */
public record RateLimit(What what, long most, Duration per) {
    /** What is counted. */
    public enum What {
        /** New runs. */
        RUNS,
        /** Results. */
        RESULTS,
        /** All requests of the API. */
        REQUESTS;

        boolean counts(Endpoint endpoint) {
            return this == REQUESTS || this == RUNS && endpoint == Endpoint.NEW_RUN
                    || this == RESULTS && endpoint == Endpoint.RUN_RESULT;
        }
    }

    /** @throws IllegalArgumentException if a value is out of its range */
    public RateLimit {
        if (most < 1 || per.isZero() || per.isNegative()) {
            throw new IllegalArgumentException("a limit lets at least one request pass, in a period above zero");
        }
    }
}
