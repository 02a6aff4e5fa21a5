package io.camelnextmv.submit;

import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** Writes down the runs that requests have started. */
public final class StartedRuns {
    private final TicketStore tickets;
    private final FailedSubmissions failures;
    private final KnownRuns known;
    private final Duration maxDuration;
    private final Clock clock;

    /**
     * @param tickets     the tickets
     * @param failures    what their requests have met before, which counts no more
     * @param known       learns of the runs
     * @param maxDuration how long a run is waited for
     * @param clock       the time
     */
    public StartedRuns(TicketStore tickets, FailedSubmissions failures, KnownRuns known, Duration maxDuration, Clock clock) {
        this.tickets = tickets;
        this.failures = failures;
        this.known = known;
        this.maxDuration = maxDuration;
        this.clock = clock;
    }

    /**
     * A run was started.
     *
     * @param id     the ticket's name
     * @param answer the service's answer
     * @return the ticket, submitted
     */
    public Ticket accepted(@ExchangeProperty(Slots.TICKET) TicketName id, @Body RunAccepted answer) {
        Ticket ticket = tickets.write(tickets.read(id).submitted(answer.runId(), clock.instant(), maxDuration));
        failures.passed(ticket);
        known.add(ticket);
        return ticket;
    }
}
