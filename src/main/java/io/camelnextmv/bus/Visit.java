package io.camelnextmv.bus;

import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.TicketName;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * What of a ticket that is here for one step stands beside its files.
 *
 * @param ticket     its name
 * @param step       the step
 * @param faults     how many faults in a row the step has met
 * @param unfetched  how often in a row its input could not be had from where it lies: of other faults that says nothing
 * @param inputApart whether its input waits in a message of its own, and is not here
 */
record Visit(TicketName ticket, Step step, int faults, int unfetched, boolean inputApart) {
    private static final String SLOT = "NextmvVisit";

    /** The one that the exchange makes; empty until its message is known to be a ticket. */
    static Optional<Visit> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(SLOT, Visit.class));
    }

    /** The exchange makes this one from here on. */
    void by(Exchange exchange) {
        exchange.setProperty(SLOT, this);
    }

    /** The exchange makes none: what it had to bring along is not here as a whole, and its message goes back as it is. */
    static void brokenOff(Exchange exchange) {
        exchange.removeProperty(SLOT);
    }

    /** The same at another step, which has met no fault yet. */
    Visit at(Step other) {
        return at(other, 0);
    }

    Visit at(Step other, int itsFaults) {
        return new Visit(ticket, other, itsFaults, unfetched, inputApart);
    }

    /** The same with its input at hand. */
    Visit withInput() {
        return new Visit(ticket, step, faults, 0, false);
    }

    /** The same, whose input could not be had once more. */
    Visit notFetched() {
        return new Visit(ticket, step, faults, unfetched + 1, inputApart);
    }
}
