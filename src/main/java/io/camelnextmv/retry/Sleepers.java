package io.camelnextmv.retry;

import io.camelnextmv.limits.Line;
import io.camelnextmv.limits.Turns;
import io.camelnextmv.limits.Usage;
import io.camelnextmv.ticket.TicketName;
import java.util.List;

/**
 * All that waits in this process.
 *
 * @param timers until it is time for the next step
 * @param turns  for its turn to send a request
 * @param line   to be submitted
 */
public record Sleepers(Timers timers, Turns turns, Line line) {
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

    /** @return how much of the account's limits is used, and how many wait */
    public List<Usage> usage() {
        return turns.usage(line);
    }

    /** Runs everything that waits, now and in the calling thread; from here on nothing waits any more. */
    public void letGo() {
        line.letGo();
        turns.letGo();
        timers.letGo();
    }
}
