package io.camelnextmv.deliver;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Ticket;

/** What becomes of a ticket whose output the service does not give. */
final class RefusedOutputs {
    private static final int TOO_LARGE = 413;
    private final TicketStore tickets;
    private final GracePeriod gracePeriod;
    private final long most;

    RefusedOutputs(TicketStore tickets, GracePeriod gracePeriod, long most) {
        this.tickets = tickets;
        this.gracePeriod = gracePeriod;
        this.most = most;
    }

    /** Whether the service understood, and says no. */
    static boolean isRefusal(Exception met) {
        return met instanceof Fault fault
                && (fault.kind() == Fault.Kind.REQUEST || fault.kind() == Fault.Kind.NOT_FOUND);
    }

    /**
     * It ends where it is too large, has not been there for long, or was asked for so long that it is given up.
     *
     * @throws Exception what was met, where it is to be tried again
     */
    Ticket ended(Ticket ticket, Exception why, Tries tries) throws Exception {
        Ending was = Outputs.ending(ticket);
        if (was.destination() != Destination.OUTPUT) {
            // Said already.
            return ticket;
        }
        if (isRefusal(why) && (((Fault) why).status() == TOO_LARGE || was.outputSize() > most)) {
            return tickets.write(ticket.corrected(Endings.outputAboveLimit(why.getMessage(), was)));
        }
        if (gracePeriod.isOver(ticket, why)) {
            return tickets.write(ticket.corrected(Endings.outputNotThere(why.getMessage(), was)));
        }
        if (tries.givenUp().isEmpty()) {
            throw why;
        }
        return givenUp(ticket, tries);
    }

    /** It was asked for so long that it is given up. */
    Ticket givenUp(Ticket ticket, Tries tries) {
        return tickets.write(ticket.corrected(Endings.outputGivenUp(ticket, tries.givenUp(), Outputs.ending(ticket))));
    }
}
