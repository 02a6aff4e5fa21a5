package io.camelnextmv.submit;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Rejections;
import io.camelnextmv.ticket.RunSpec.WhenBusy;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.util.Optional;
import org.apache.camel.ExchangeProperty;

/** What becomes of a ticket whose request for a run, or the look for that run, did not end as it should. */
public final class FailedRequests {
    private final TicketStore tickets;
    private final Rejection rejection;
    private final SubmitSlots slots;
    private final FailedSubmissions failures;
    private final InDoubt inDoubt;

    /**
     * @param tickets   the tickets
     * @param rejection ends what cannot become a run
     * @param slots     learns which applications take inputs
     * @param failures  counts the requests that fail again and again
     * @param inDoubt   the tickets of which nobody knows whether their run was started
     */
    public FailedRequests(TicketStore tickets, Rejection rejection, SubmitSlots slots, FailedSubmissions failures,
            InDoubt inDoubt) {
        this.tickets = tickets;
        this.rejection = rejection;
        this.slots = slots;
        this.failures = failures;
        this.inDoubt = inDoubt;
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
        slots.leave(id);
        Ticket ticket = tickets.read(id);
        if (ticket.state() != Ticket.State.SUBMITTING) {
            throw fault;
        }
        Optional<Fault> known = Optional.of(fault).filter(Fault.class::isInstance).map(Fault.class::cast);
        switch (known.map(Fault::kind).orElse(Kind.SERVICE)) {
            case REQUEST, NOT_FOUND -> {
                return refused(ticket, known.orElseThrow());
            }
            case BUSY -> {
                if (ticket.plan().spec().whenBusy().filter(WhenBusy.ERROR::equals).isPresent()) {
                    return rejection.of(ticket, now -> Rejections.noCapacity(fault.getMessage(), now));
                }
                tickets.write(ticket.notStarted());
            }
            case SERVICE -> {
                slots.failed(id, ticket.target(), fault.getMessage());
                failures.failed(ticket, fault.getMessage());
                inDoubt.add(ticket);
            }
            default -> tickets.write(ticket.notStarted());
        }
        throw fault;
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
        Ticket ticket = tickets.read(id);
        if (!Rejection.namesItsOwnTarget(ticket)) {
            throw rejection.settings(ticket, notFound);
        }
        Ticket ended = rejection.unknown(ticket, notFound);
        inDoubt.forget(id);
        return ended;
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
        Ticket ticket = tickets.read(id);
        if (ticket.state() != Ticket.State.SUBMITTING) {
            return rejection.forbidden(ticket, forbidden);
        }
        if (!Rejection.namesItsOwnTarget(ticket)) {
            throw forbidden;
        }
        Ticket ended = rejection.of(ticket, now -> Endings.inDoubtWithoutRight(ticket, forbidden.getMessage(), now));
        inDoubt.forget(id);
        return ended;
    }

    /**
     * The runs among which a run in doubt would be found cannot be listed, for too long.
     *
     * @param id    the ticket's name
     * @param tries how long, and what was met
     * @return the ticket, ended: nobody can tell whether it runs
     */
    public Ticket notFoundOut(@ExchangeProperty(Slots.TICKET) TicketName id,
            @ExchangeProperty(Slots.TRIES) Tries tries) {
        Ticket ticket = tickets.read(id);
        Ticket ended = rejection.of(ticket, now -> Endings.inDoubtWithoutList(ticket, tries.givenUp(), now));
        inDoubt.forget(id);
        return ended;
    }

    private Ticket refused(Ticket ticket, Fault fault) {
        if (ticket.plan().mayUploadAgain()) {
            Ticket claimed = ticket.notStarted();
            tickets.write(claimed.with(claimed.plan().uploadLost()));
            throw new Fault(Kind.SERVICE, fault.status(), "the run was refused with what was uploaded for it ("
                    + fault.getMessage() + "): it is uploaded once more, in case the upload is not known any more",
                    fault.retryAfter());
        }
        if (fault.kind() == Kind.NOT_FOUND) {
            return rejection.unknown(ticket, fault);
        }
        return rejection.of(ticket, now -> Rejections.refused(fault.getMessage(), now));
    }
}
