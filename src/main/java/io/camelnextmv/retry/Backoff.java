package io.camelnextmv.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Delays that grow: {@code delay × multiplier^n}, never above the cap, and each shortened by up to a quarter at random,
 * the capped ones too, so that those who began together do not stay together.
 *
 * @param delay      the first delay, above zero
 * @param multiplier by how much each delay is longer than the one before, at least 1
 * @param maxDelay   the cap, not below {@code delay}
 */
public record Backoff(Duration delay, double multiplier, Duration maxDelay) {
    private static final double JITTER = 0.25;

    /** @throws IllegalArgumentException if a value is out of its range */
    public Backoff {
        if (delay.isZero() || delay.isNegative()) {
            throw new IllegalArgumentException("the delay must be above zero");
        }
        if (!(multiplier >= 1)) {
            throw new IllegalArgumentException("the multiplier must be at least 1");
        }
        if (maxDelay.compareTo(delay) < 0) {
            throw new IllegalArgumentException("the longest delay must not be below the first one");
        }
    }

    /**
     * The same, with longer delays.
     *
     * @param factor by how much longer, at least 1
     * @return these delays
     */
    public Backoff longer(double factor) {
        return new Backoff(Duration.ofMillis(Math.round(delay.toMillis() * factor)), multiplier,
                Duration.ofMillis(Math.round(maxDelay.toMillis() * factor)));
    }

    /**
     * The delay after a number of earlier ones.
     *
     * @param earlier how many delays there were, 0 or more
     * @param random  the jitter
     * @return between three quarters of the grown delay and the whole of it, at least 1 ms
     */
    public Duration after(int earlier, RandomGenerator random) {
        return Duration.ofMillis(Math.max(1, Math.round(capped(earlier) * (1 - JITTER * random.nextDouble()))));
    }

    /**
     * The same without jitter, for what must not come sooner.
     *
     * @param earlier how many delays there were, 0 or more
     * @return the grown delay, at least 1 ms
     */
    public Duration whole(int earlier) {
        return Duration.ofMillis(Math.max(1, Math.round(capped(earlier))));
    }

    /**
     * How many delays there are within a time: who counts them needs no clock.
     *
     * @param time the time
     * @return the number of delays that are together no longer, at least 1
     */
    public int within(Duration time) {
        int count = 0;
        for (double left = time.toMillis() - capped(0); left >= 0; left -= capped(count)) {
            count++;
        }
        return Math.max(1, count);
    }

    private double capped(int earlier) {
        return Math.min(delay.toMillis() * Math.pow(multiplier, Math.max(0, earlier)), maxDelay.toMillis());
    }
}
