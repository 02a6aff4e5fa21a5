package io.camelnextmv.await;

import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** When a run is checked for the first time, or for the first time after a restart. */
final class FirstCheck {
    private static final Duration SPREAD = Duration.ofMillis(2);
    private final TicketStore tickets;
    private final Cancellations cancellations;
    private final Polling polling;
    private final Clocks clocks;

    FirstCheck(TicketStore tickets, Cancellations cancellations, Polling polling, Clocks clocks) {
        this.tickets = tickets;
        this.cancellations = cancellations;
        this.polling = polling;
        this.clocks = clocks;
    }

    /** How long it is until then. Those that are overdue are spread, so that ten thousand of them are not checked in one instant. */
    Duration delay(Ticket ticket, Instant now) {
        TicketName id = ticket.id();
        if (cancellations.isDue(id)) {
            return Duration.ZERO;
        }
        Instant due = tickets.notes().progress(id).nextCheck()
                .orElseGet(() -> ticket.submittedAt().orElse(now).plus(polling.initialDelay()));
        Duration longest = polling.backoff().maxDelay();
        // No delay is that long: the clock was set back.
        boolean never = due.isAfter(now.plus(polling.initialDelay()).plus(longest.multipliedBy(2)));
        if (due.isAfter(now) && !never) {
            return Duration.between(now, due);
        }
        long spread = Math.min(longest.toMillis(), SPREAD.toMillis() * tickets.inFlight());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(spread + 1));
    }
}
