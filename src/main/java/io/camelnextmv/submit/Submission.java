package io.camelnextmv.submit;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.UncheckedIOException;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.hc.core5.http.HttpEntity;

/** Turns a ticket into a run, step by step: its input is checked, the request is sent, its answer is read. */
public final class Submission {
    private final InputCheck check;
    private final RunRequests requests;
    private final FailedRequests failed;

    /**
     * @param check    whether an input can be submitted
     * @param requests the requests that start runs
     * @param failed   what becomes of tickets whose request did not
     */
    public Submission(InputCheck check, RunRequests requests, FailedRequests failed) {
        this.check = check;
        this.requests = requests;
        this.failed = failed;
    }

    /**
     * Checks the input of a claimed ticket; what can never be submitted ends here.
     *
     * @param id the ticket's name
     * @return the ticket, as it was or ended
     * @throws NotYet          if the file may still be being written
     * @throws UncheckedIOException if the disk says no
     */
    public Ticket check(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return check.of(id);
    }

    /**
     * Writes down that the request is about to be sent, and makes it.
     *
     * @param id the ticket's name
     * @return the request's body
     * @throws NotYet          if as many requests as may be are on their way
     * @throws Fault                if nothing gets through at the moment
     * @throws UncheckedIOException if the disk says no
     */
    public HttpEntity begin(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return requests.begin(id);
    }

    /**
     * The run was started.
     *
     * @param id     the ticket's name
     * @param answer the service's answer
     * @return the ticket, submitted
     */
    public Ticket accepted(@ExchangeProperty(Slots.TICKET) TicketName id, @Body RunAccepted answer) {
        return requests.accepted(id, answer);
    }

    /**
     * The request did not end as it should.
     *
     * @param id    the ticket's name
     * @param fault what it met
     * @return the ticket, ended, when the service refused the input
     * @throws Exception the same in all other cases, to be tried again; the ticket then tells whether to look before
     */
    public Ticket failed(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception fault)
            throws Exception {
        return failed.failed(id, fault);
    }

    /**
     * The service does not know the application in which a run in doubt is looked for.
     *
     * @param id       the ticket's name
     * @param notFound what it answered
     * @return the ticket, ended, where a sidecar names that application: no run can have been started there
     * @throws Fault where the settings name it: it is looked for again when they are mended
     */
    public Ticket nowhere(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Fault notFound) {
        return failed.nowhere(id, notFound);
    }

    /**
     * The key may not use the application, or the instance, in which the run was to be started; it is good elsewhere.
     *
     * @param id        the ticket's name
     * @param forbidden what the service answered
     * @return the ticket, ended, where a sidecar or a header names what the key may not use
     * @throws Fault where an inbox names it: tried again later, and longer each time
     */
    public Ticket forbidden(@ExchangeProperty(Slots.TICKET) TicketName id,
            @ExchangeProperty(Slots.CAUGHT) Fault forbidden) {
        return failed.forbidden(id, forbidden);
    }

    /**
     * The runs among which a run in doubt would be found cannot be listed, for too long.
     *
     * @param id    the ticket's name
     * @param words how long, and what was met
     * @return the ticket, ended: nobody can tell whether it runs
     */
    public Ticket notFoundOut(@ExchangeProperty(Slots.TICKET) TicketName id,
            @ExchangeProperty(Slots.GIVEN_UP) String words) {
        return failed.notFoundOut(id, words);
    }
}
