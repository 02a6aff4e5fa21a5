package io.camelnextmv.ticket;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The requests of one kind for a ticket that have failed in a row: those for its run that ended without an answer that says
 * whether it was started, or those of another step.
 *
 * @param count   how many there were
 * @param last    until when this is counted: mostly the time of the last one
 * @param counted how long this has been going on, in ms, as far as those of others got through meanwhile
 * @param others  whether any of another ticket has got through since the first one
 * @param said    what the last one met
 */
public record Attempts(int count, Optional<Instant> last, long counted, boolean others, String said) {
    /** More than this lies between two requests only when nobody was there to send the second one. */
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** There was none. */
    public static final Attempts NONE = new Attempts(0, Optional.empty(), 0, false, "");

    /** Absent is empty. */
    public Attempts {
        last = last == null ? Optional.empty() : last;
        said = said == null ? "" : said;
    }

    /**
     * How long it is since the last one.
     *
     * @param now the time
     * @return not less than no time, where the clock was set back, and not more than ten minutes
     */
    public Duration since(Instant now) {
        Duration since = Duration.between(last.orElse(now), now);
        return since.isNegative() ? Duration.ZERO : since.compareTo(LONGEST) > 0 ? LONGEST : since;
    }

    /** @return how long this has been going on while others got through */
    public Duration time() {
        return Duration.ofMillis(counted);
    }
}
