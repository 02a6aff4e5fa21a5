package io.camelnextmv.await;

import io.camelnextmv.retry.Backoff;
import java.time.Duration;

/**
 * How a run is waited for.
 *
 * @param initialDelay the delay between the submission and the first check
 * @param backoff      the delays between checks
 * @param watched      the delays between checks of a run that looks into the queue are on, and succeed
 * @param maxTries     after how many checks it is given up, at least 1
 * @param maxDuration  after how long it is given up
 * @param onTimeout    what is done when its time is up
 */
public record Polling(Duration initialDelay, Backoff backoff, Backoff watched, int maxTries, Duration maxDuration,
        OnTimeout onTimeout) {
}
