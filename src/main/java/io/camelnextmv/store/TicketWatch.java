package io.camelnextmv.store;

import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.util.Optional;

/**
 * Is told what happens to tickets, by the thread to which it happens, so that whoever counts or shows them need not read them from
 * the disk again: it must not take long. What is written down twice, because the disk complained in between, may be told twice.
 */
public interface TicketWatch {
    /**
     * A ticket has come to a state, and that is on the disk.
     *
     * @param before its state before; empty of a new ticket
     * @param ticket the ticket
     */
    default void changed(Optional<Ticket.State> before, Ticket ticket) {
    }

    /** @param ticket a ticket as it was read or written, often the same again and again */
    default void seen(Ticket ticket) {
    }

    /**
     * @param ticket   the name of a ticket
     * @param progress how far the waiting for its run is, as it was read or written
     */
    default void noted(TicketName ticket, Progress progress) {
    }

    /** A run was checked and goes on. */
    default void checked() {
    }

    /**
     * @param ticket a ticket whose outcome is where it belongs
     * @param where  where that is, for people
     */
    default void delivered(Ticket ticket, String where) {
    }
}
