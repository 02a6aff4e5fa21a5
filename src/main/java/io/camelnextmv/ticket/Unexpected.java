package io.camelnextmv.ticket;

import java.time.Instant;
import java.util.Optional;

/**
 * The unexpected exceptions that a step of a ticket has met in a row. It lies beside the ticket and not in memory: a
 * process that dies of them, or is restarted because of them, must not begin to count anew.
 *
 * @param times how often
 * @param state the ticket's state: with the next one the count begins anew
 * @param error the last one, in a line
 * @param since when the first one was met
 */
public record Unexpected(int times, Optional<Ticket.State> state, String error, Optional<Instant> since) {
    /** None was met. */
    public static final Unexpected NONE = new Unexpected(0, Optional.empty(), "", Optional.empty());

    /** A file may hold anything. */
    public Unexpected {
        state = state == null ? Optional.empty() : state;
        error = error == null ? "" : error;
        since = since == null ? Optional.empty() : since;
    }

    /**
     * Another one.
     *
     * @param current the ticket's state
     * @param met     what was met, in a line
     * @param now     the time
     * @return the count with it
     */
    public Unexpected and(Ticket.State current, String met, Instant now) {
        boolean same = state.filter(current::equals).isPresent();
        return new Unexpected(same ? times + 1 : 1, Optional.of(current), met, same ? since.or(() -> Optional.of(now))
                : Optional.of(now));
    }
}
