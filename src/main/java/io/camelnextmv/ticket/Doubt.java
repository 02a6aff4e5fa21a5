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
}
