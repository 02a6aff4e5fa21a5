package io.camelnextmv.bus;

import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.TicketName;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * What of a ticket that is here for one step stands beside its files.
 *
 * @param ticket its name
 * @param step   the step
 * @param faults how many faults in a row the step has met
 */
record Visit(TicketName ticket, Step step, int faults) {
    private static final String SLOT = "NextmvVisit";

    /** The one that the exchange makes; empty until its message is known to be a ticket. */
    static Optional<Visit> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(SLOT, Visit.class));
    }

    /** The exchange makes this one from here on. */
    void by(Exchange exchange) {
        exchange.setProperty(SLOT, this);
    }

    Visit at(Step other) {
        return new Visit(ticket, other, faults);
    }
}
