package io.camelnextmv.ticket;

import java.time.Instant;
import java.util.List;

/**
 * What the looks for a run in doubt have shown so far, of a ticket that any gateway may look up next, while others go on
 * submitting.
 *
 * @param since    when it was looked for the first time
 * @param unbroken whether no run that was started since the request can have been missed
 * @param newest   the runs that the last list named
 */
public record Doubt(Instant since, boolean unbroken, List<String> newest) {
    /** A file may hold anything: what lacks a part is no doubt. */
    public Doubt {
        if (since == null) {
            throw new IllegalArgumentException("it lacks a time");
        }
        newest = newest == null ? List.of() : List.copyOf(newest);
    }
}
