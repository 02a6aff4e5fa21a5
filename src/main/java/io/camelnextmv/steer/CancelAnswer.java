package io.camelnextmv.steer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.camelnextmv.ticket.Ticket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The answer to the wish to cancel something.
 *
 * @param name      what was named
 * @param outcome   what became of the wish
 * @param message   the same as a sentence, with what to do about it
 * @param ticket    the ticket that was meant
 * @param file      its input
 * @param runId     its run, as far as it is known
 * @param meant     the tickets that may have been meant, where the name is not clear
 * @param at        when
 */
@JsonInclude(Include.NON_EMPTY)
public record CancelAnswer(String name, Outcome outcome, String message, Optional<String> ticket,
        Optional<String> file, Optional<String> runId, List<String> meant, Instant at) {

    /** What can become of the wish to cancel something. */
    public enum Outcome {
        /** It is written down, and done as soon as the ticket's step at hand has ended. */
        REQUESTED,
        /** The same for a file that was still in the inbox: it was taken out of it. */
        TAKEN,
        /** The run of somebody else was canceled. */
        CANCELED,
        /** No ticket has that name; a run may. */
        NOT_OURS,
        /** Nothing of that name is on its way. */
        UNKNOWN,
        /** Several inputs of that name are on their way. */
        AMBIGUOUS,
        /** Too late: it has ended. */
        ENDED
    }

    static CancelAnswer of(String name, Outcome outcome, String message, Instant at) {
        return new CancelAnswer(name, outcome, message, Optional.empty(), Optional.empty(), Optional.empty(),
                List.of(), at);
    }

    CancelAnswer about(Ticket meantTicket) {
        return new CancelAnswer(name, outcome, message, Optional.of(meantTicket.id().text()),
                Optional.of(meantTicket.file()), meantTicket.runId(), meant, at);
    }

    CancelAnswer among(List<String> tickets) {
        return new CancelAnswer(name, outcome, message, ticket, file, runId, tickets, at);
    }

    /** @return whether nothing is canceled */
    @JsonIgnore
    public boolean isRefused() {
        return switch (outcome) {
            case UNKNOWN, AMBIGUOUS, ENDED -> true;
            default -> false;
        };
    }
}
