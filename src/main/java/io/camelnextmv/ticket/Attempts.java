package io.camelnextmv.ticket;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The requests for a ticket's run that ended without an answer that says whether it was started, or with one of a server
 * that failed.
 *
 * @param count   how many there were
 * @param last    when the last one was
 * @param counted how long this has been going on, in ms, as far as other inputs of the application got through meanwhile
 * @param others  whether any other input of the application has got through since the first one
 * @param said    what the last one met
 */
public record Attempts(int count, Optional<Instant> last, long counted, boolean others, String said) {
    /** There was none. */
    public static final Attempts NONE = new Attempts(0, Optional.empty(), 0, false, "");

    /** Absent is empty. */
    public Attempts {
        last = last == null ? Optional.empty() : last;
        said = said == null ? "" : said;
    }

    /** @return how long this has been going on while others got through */
    public Duration time() {
        return Duration.ofMillis(counted);
    }
}
