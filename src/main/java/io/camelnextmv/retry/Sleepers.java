package io.camelnextmv.retry;

import io.camelnextmv.limits.AccountLines;
import io.camelnextmv.limits.AccountTurns;
import io.camelnextmv.limits.Usage;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /**
     * @param account an account's name
     * @return how much of its limits is used, and how many wait
     */
    public List<Usage> usage(String account) {
        return turns.of(account).usage(line.of(account));
    }

    /**
     * @param account an account's name
     * @return for how long its requests wait because the service has asked for it; empty where they do not
     */
    public Optional<Duration> slowed(String account) {
        return turns.of(account).budget().slowed();
    }

    /** Runs everything that waits, now and in the calling thread; from here on nothing waits any more. */
    public void letGo() {
        line.letGo();
        turns.letGo();
        timers.letGo();
    }
}
