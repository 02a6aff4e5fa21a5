package io.camelnextmv.store;

import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;

/**
 * Is told of tickets as they are read and written, so that whoever shows them need not read them from the disk again. It is called
 * in the middle of a step: it must be quick, and must not throw.
 */
public interface TicketWatcher {
    /** @param ticket a ticket as it is now, often the same again and again */
    void seen(Ticket ticket);

    /**
     * @param ticket   the name of a ticket
     * @param progress how far the waiting for its run is
     */
    void noted(TicketName ticket, Progress progress);

    /**
     * @param ticket a ticket whose outcome is where it belongs; once for each, but for what a death repeats
     * @param where  where that is, for people
     */
    void delivered(Ticket ticket, String where);
}
