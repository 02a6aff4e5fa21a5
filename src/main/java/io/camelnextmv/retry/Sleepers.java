package io.camelnextmv.retry;

import io.camelnextmv.limits.AccountLines;
import io.camelnextmv.limits.AccountTurns;
import io.camelnextmv.limits.Usage;
import io.camelnextmv.limits.WakeUps;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that waits in this process.
 *
 * @param timers  until it is time for the next step
 * @param turns   for its turn to send a request
 * @param line    to be submitted
 * @param wakeUps who does not sleep the next time
 */
public record Sleepers(Timers timers, AccountTurns turns, AccountLines line, WakeUps wakeUps) {
    /**
     * Wakes a ticket, wherever and however deep it sleeps; one that is about to does not.
     *
     * @param ticket the ticket's name
     */
    public void wake(TicketName ticket) {
        wakeUps.call(ticket);
        if (timers.wake(ticket) || turns.wake(ticket) || line.wake(ticket)) {
            wakeUps.heard(ticket);
        }
    }

    /**
     * The same for one whose waiter has heard an alarm: what is left is to wait for others before it.
     *
     * @param ticket the ticket's name
     */
    public void wakeInLine(TicketName ticket) {
        wakeUps.call(ticket);
        if (turns.wake(ticket) || line.wake(ticket)) {
            wakeUps.heard(ticket);
        }
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
