package io.camelnextmv.await;

import io.camelnextmv.await.Waiters.Waiter;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** When a run that goes on is checked again, and how far the waiting is until then. */
public final class NextCheck {
    private final TicketStore tickets;
    private final Waiters waiters;
    private final QueueLooks looks;
    private final TimeLeft time;
    private final Polling polling;
    private final Clocks clocks;

    NextCheck(TicketStore tickets, Check.Known known, TimeLeft time, Polling polling, Clocks clocks) {
        this.tickets = tickets;
        this.waiters = known.waiters();
        this.looks = known.looks();
        this.time = time;
        this.polling = polling;
        this.clocks = clocks;
    }

    /**
     * Notes that a ticket's run was checked.
     *
     * @param status the run's status
     * @param before how far the waiting was before
     * @param left   how much time it has left, above zero
     * @return how long it is until the next check
     */
    Duration delay(Ticket ticket, String status, Progress before, Duration left, Instant now) {
        Duration delay = delay(looks.isWatched(ticket) ? polling.watched() : polling.backoff(), before, left);
        tickets.notes().note(ticket.id(), after(before, status, now, delay));
        return delay;
    }

    private static Duration delay(Backoff backoff, Progress before, Duration left) {
        Duration delay = backoff.after(before.polls(), ThreadLocalRandom.current());
        Duration last = left.plusMillis(1);
        return delay.compareTo(last) < 0 ? delay : last;
    }

    private static Progress after(Progress before, String status, Instant now, Duration delay) {
        return new Progress(before.polls() + 1, Optional.of(status), Optional.of(now), Optional.of(now.plus(delay)),
                Optional.of(before.unknownSince().filter(now::isAfter).orElse(now))
                        .filter(since -> status.equals(Check.UNKNOWN)));
    }

    /**
     * A ticket's delay is over. A look that has named its run is as good as its own check, and takes nothing from the disk.
     *
     * @param id the ticket's name
     * @return how much longer it is to wait then; empty where it is to be checked
     */
    Optional<Duration> afterALook(TicketName id) {
        Optional<Waiter> waiter = waiters.of(id);
        Optional<String> status = waiter.flatMap(its -> looks.said(its.account(), its.run()));
        if (status.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clocks.now();
        Progress before = tickets.notes().progress(id);
        Optional<Duration> delay = time.of(waiter.get(), now).filter(left -> before.polls() + 1 < polling.maxTries()
                && left.compareTo(Duration.ZERO) > 0).map(left -> delay(polling.watched(), before, left));
        delay.ifPresent(until -> tickets.notes().noteLook(id, after(before, status.get(), now, until)));
        return delay;
    }
}
