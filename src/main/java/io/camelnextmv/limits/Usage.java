package io.camelnextmv.limits;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Locale;

/**
 * How much of a limit is used.
 *
 * @param limit   what is limited: runs, results, requests
 * @param used    how many were sent in the limit's period, on the average of the last seconds
 * @param most    how many may be, our share
 * @param period  the limit's period, as it is written behind the number: {@code /s}, {@code /10s}
 * @param waiting how many wait for their turn
 */
public record Usage(String limit, double used, double most, String period, int waiting) {
    /** The same, with others who wait elsewhere, one behind the other, for those who wait here. */
    Usage with(int behind) {
        return new Usage(limit, used, most, period, waiting + behind);
    }

    /** @return for example {@code runs 4.8/s of 5/s, 12 waiting} */
    @JsonIgnore
    public String sentence() {
        return limit + " " + number(used) + period + " of " + number(most) + period
                + (waiting == 0 ? "" : ", " + waiting + " waiting");
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
