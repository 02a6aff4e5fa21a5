package io.camelnextmv.submit;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ticket.State;
import io.camelnextmv.ticket.TicketName;
import org.apache.camel.ExchangeProperty;

/** What a ticket may do on its way to a run. */
public final class SubmitGuard {
    private final TicketStore tickets;
    private final Cancellations cancellations;

    /**
     * @param tickets       the tickets
     * @param cancellations which of them shall be canceled
     */
    public SubmitGuard(TicketStore tickets, Cancellations cancellations) {
        this.tickets = tickets;
        this.cancellations = cancellations;
    }

    /**
     * @param id the ticket's name
     * @return whether a run of it may exist already
     */
    public boolean isInDoubt(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return tickets.read(id).state() == State.SUBMITTING;
    }

    /**
     * To be asked right before the request that starts the run. A ticket that shall be canceled ends here.
     *
     * @param id the ticket's name
     * @return whether a run may be started for it
     */
    public boolean isReady(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return cancellations.beforeSubmission(id).state() == State.CLAIMED;
    }
}
