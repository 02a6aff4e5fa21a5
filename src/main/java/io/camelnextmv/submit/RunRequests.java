package io.camelnextmv.submit;

import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.payload.Inputs;
import io.camelnextmv.payload.NotAnInput;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import org.apache.hc.core5.http.HttpEntity;

/**
 * The requests that start runs. That one is about to be sent is written down before it is sent, and the run as soon as it is
 * known: whatever happens between, the ticket tells that its run must be looked for.
 */
public final class RunRequests {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private final TicketStore tickets;
    private final Inputs inputs;
    private final CircuitBreaker breaker;
    private final SubmitSlots slots;
    private final StartedRuns started;
    private final Clock clock;

    /**
     * @param tickets the tickets
     * @param inputs  what is sent
     * @param breaker whether requests get through
     * @param slots   how many of them are sent at the same time
     * @param started writes down the runs
     * @param clock   the time
     */
    public RunRequests(TicketStore tickets, Inputs inputs, CircuitBreaker breaker, SubmitSlots slots, StartedRuns started,
            Clock clock) {
        this.tickets = tickets;
        this.inputs = inputs;
        this.breaker = breaker;
        this.slots = slots;
        this.started = started;
        this.clock = clock;
    }

    /** Writes down that the request is about to be sent, and makes it. */
    HttpEntity begin(TicketName id) {
        breaker.pass();
        Ticket ticket = tickets.read(id);
        // A visitor's thread is its broker's: there are no more of these.
        slots.enter(id, ticket.applicationId(), tickets.isVisiting(id));
        try {
            HttpEntity request = inputs.request(ticket);
            tickets.write(ticket.submitting(clock.instant()));
            return request;
        } catch (NotAnInput e) {
            throw new NotYet(ticket.file() + " changed while it was looked at", LOOK_AGAIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The request has started a run: the ticket, submitted. */
    Ticket accepted(TicketName id, RunAccepted answer) {
        return started.write(id, answer.runId());
    }
}
