package io.camelnextmv.ticket;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the looks for a run in doubt have shown so far.
 *
 * @param after the newest run of the application that was known when the request was about to be sent: whoever finds it in
 *              the list has looked back far enough; empty where none was known
 * @param since when it was looked for the first time, by the service's clock; empty before
 * @param looks how often it was looked for
 * @param shown the newest runs of the last look that can have missed nothing
 */
public record Doubt(Optional<String> after, Optional<Instant> since, int looks, List<String> shown) {
    /** Nobody has looked yet. */
    public static final Doubt NEW = new Doubt(Optional.empty(), Optional.empty(), 0, List.of());

    /** Absent is empty: one of an earlier version knows less, and is looked for anew. */
    public Doubt {
        after = after == null ? Optional.empty() : after;
        since = since == null ? Optional.empty() : since;
        shown = shown == null ? List.of() : List.copyOf(shown);
    }

    /**
     * @param run the newest run that is known
     * @return the doubt that may come of the request that is about to be sent
     */
    public static Doubt after(Optional<String> run) {
        return new Doubt(run, Optional.empty(), 0, List.of());
    }

    /**
     * Somebody has looked, and has not found it.
     *
     * @param at     when, by the service's clock
     * @param missed whether the run can have been missed
     * @param newest the newest runs that were seen
     * @return the doubt then: what an earlier look has shown is not forgotten for one that shows less
     */
    public Doubt looked(Instant at, boolean missed, List<String> newest) {
        return new Doubt(after, since.or(() -> Optional.of(at)), looks + 1, missed ? shown : newest);
    }
}
