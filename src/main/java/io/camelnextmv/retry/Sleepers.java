package io.camelnextmv.retry;

import io.camelnextmv.limits.AccountLines;
import io.camelnextmv.limits.AccountTurns;
import io.camelnextmv.ticket.TicketName;

/**
 * All that waits in this process.
 *
 * @param timers until it is time for the next step
 * @param turns  for its turn to send a request
 * @param line   to be submitted
 */
public record Sleepers(Timers timers, AccountTurns turns, AccountLines line) {
    /**
     * Wakes a ticket, however deep it sleeps.
     *
     * @param ticket the ticket's name
     */
    public void wake(TicketName ticket) {
        timers.wake(ticket);
        wakeInLine(ticket);
    }

    /**
     * Wakes a ticket that waits for others before it: it goes on as if its turn had come.
     *
     * @param ticket the ticket's name
     */
    public void wakeInLine(TicketName ticket) {
        turns.wake(ticket);
        line.wake(ticket);
    }

    /** Runs everything that waits, now and in the calling thread; from here on nothing waits any more. */
    public void letGo() {
        line.letGo();
        turns.letGo();
        timers.letGo();
    }
}
