package io.camelnextmv.store;

import io.camelnextmv.ticket.Ticket;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a ticket that is in flight, so that whoever watches need not read it: little, since there may be
 * many.
 *
 * @param file          the input's name
 * @param applicationId the application
 * @param runId         the run, as soon as it is known
 * @param state         the last step that was begun
 * @param claimedAt     when its input was taken
 * @param submittedAt   when its run was known to be started
 */
public record OnItsWay(String file, String applicationId, Optional<String> runId, Ticket.State state, Instant claimedAt,
        Optional<Instant> submittedAt) {

    /**
     * @param ticket a ticket
     * @return what is remembered of it
     */
    public static OnItsWay of(Ticket ticket) {
        return new OnItsWay(ticket.file(), ticket.applicationId(), ticket.runId(), ticket.state(), ticket.claimedAt(),
                ticket.submittedAt());
    }
}
