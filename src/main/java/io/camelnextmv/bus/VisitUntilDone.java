package io.camelnextmv.bus;

import io.camelnextmv.store.TicketStore;
import io.camelnextmv.store.VisitFolder;
import io.camelnextmv.ticket.TicketName;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** A ticket's visit that ends when the exchange that makes its step is done, whatever became of it. */
final class VisitUntilDone extends SynchronizationAdapter {
    private final TicketStore tickets;
    private final VisitFolder visit;

    private VisitUntilDone(TicketStore tickets, VisitFolder visit) {
        this.tickets = tickets;
        this.visit = visit;
    }

    /** Waits for the end of another visit of the same ticket. */
    static void begin(TicketStore tickets, TicketName id, Exchange exchange) {
        exchange.getExchangeExtension().addOnCompletion(new VisitUntilDone(tickets, tickets.visits().begin(id)));
    }

    @Override
    public boolean allowHandover() {
        // Nor is it over when a step of it is tried again.
        return false;
    }

    @Override
    public void onDone(Exchange done) {
        tickets.visits().end(visit);
    }
}
