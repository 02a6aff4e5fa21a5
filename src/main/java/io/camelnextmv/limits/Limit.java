package io.camelnextmv.limits;

import java.time.Duration;

/**
 * How much the account may ask for: so many requests in any period of a length.
 *
 * @param most how many, at least 1
 * @param per  in how long, above zero
 */
public record Limit(long most, Duration per) {
    /** @throws IllegalArgumentException if a value is out of its range */
    public Limit {
        if (most < 1) {
            throw new IllegalArgumentException("a limit lets at least one request pass");
        }
        if (per.isZero() || per.isNegative()) {
            throw new IllegalArgumentException("the period of a limit must be above zero");
        }
    }

    /** @return its period as it is written behind a number: {@code /s}, {@code /10s}, {@code /m}, {@code /h} */
    public String period() {
        long seconds = per.toSeconds();
        if (seconds == 0 || per.toNanosPart() != 0) {
            return "/" + per.toMillis() + "ms";
        }
        if (seconds % 86_400 == 0) {
            return period(seconds / 86_400, "d");
        }
        return seconds % 3600 == 0 ? period(seconds / 3600, "h")
                : seconds % 60 == 0 ? period(seconds / 60, "m") : period(seconds, "s");
    }

    private static String period(long number, String unit) {
        return "/" + (number == 1 ? "" : number) + unit;
    }

    /** As it is written in the settings. */
    @Override
    public String toString() {
        return most + period();
    }
}
