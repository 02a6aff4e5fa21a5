package io.camelnextmv.bus;

import io.camelnextmv.store.TicketStore;
import io.camelnextmv.store.VisitFolder;
import io.camelnextmv.ticket.TicketName;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Begins visits of tickets, and ends them when their exchange is done, whatever became of it. */
final class Visits {
    private final TicketStore tickets;

    Visits(TicketStore tickets) {
        this.tickets = tickets;
    }

    /** Waits for the end of another visit of the same ticket. */
    void begin(TicketName id, Exchange exchange) {
        VisitFolder visit = tickets.visit(id);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public boolean allowHandover() {
                // Nor is it over when a step of it is tried again.
                return false;
            }

            @Override
            public void onDone(Exchange done) {
                tickets.leave(visit);
            }
        });
    }
}
