package io.camelnextmv.store;

import io.camelnextmv.ticket.Ticket;
import java.util.Optional;

/**
 * Is told what happens to tickets, by the thread to which it happens: it must not take long, and not throw. What is written
 * down twice, because the disk complained in between, may be told twice.
 */
public interface TicketWatch {
    /**
     * A ticket has come to a state, and that is on the disk.
     *
     * @param before its state before; empty of a new ticket
     * @param ticket the ticket
     */
    void changed(Optional<Ticket.State> before, Ticket ticket);

    /** A run was checked and goes on. */
    void checked();
}
