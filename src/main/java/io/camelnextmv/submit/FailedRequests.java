package io.camelnextmv.submit;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Rejections;
import io.camelnextmv.ticket.RunSpec.WhenBusy;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.util.Optional;

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

    /** The request was refused, or nobody knows what became of it. */
    Ticket failed(TicketName id, Exception fault) throws Exception {
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
                slots.failed(id, ticket.applicationId(), fault.getMessage());
                failures.failed(ticket, fault.getMessage());
                inDoubt.add(ticket);
            }
            default -> tickets.write(ticket.notStarted());
        }
        throw fault;
    }

    /** The service does not know the application in which a run in doubt is looked for. */
    Ticket nowhere(TicketName id, Fault notFound) {
        Ticket ticket = tickets.read(id);
        if (!Rejection.namesItsOwnTarget(ticket)) {
            throw rejection.settings(ticket, notFound);
        }
        Ticket ended = rejection.unknown(ticket, notFound);
        inDoubt.forget(id);
        return ended;
    }

    /** The key may not use the application, or the instance, in which the run was to be started. */
    Ticket forbidden(TicketName id, Fault forbidden) {
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

    /** The runs among which a run in doubt would be found could not be listed. */
    Ticket notFoundOut(TicketName id, String words) {
        Ticket ticket = tickets.read(id);
        Ticket ended = rejection.of(ticket, now -> Endings.inDoubtWithoutList(ticket, words, now));
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
