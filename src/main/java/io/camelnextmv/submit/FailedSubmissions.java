package io.camelnextmv.submit;

import io.camelnextmv.retry.Backoff;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Attempts;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The inputs whose request for a run fails again and again: each waits longer each time, and is given up after a time
 * that counts only while other inputs of its application get through. What counts is on disk, beside the ticket.
 */
public final class FailedSubmissions {
    private final TicketStore tickets;
    private final SubmitSlots slots;
    private final Backoff retry;
    private final Duration giveUp;
    private final Clock clock;

    /**
     * @param tickets the tickets
     * @param slots   knows which applications take inputs
     * @param retry   the delays, beside the time for which a run is looked for after each request
     * @param giveUp  after how long an input is given up
     * @param clock   the time
     */
    public FailedSubmissions(TicketStore tickets, SubmitSlots slots, Backoff retry, Duration giveUp, Clock clock) {
        this.tickets = tickets;
        this.slots = slots;
        this.retry = retry;
        this.giveUp = giveUp;
        this.clock = clock;
    }

    /** A request has failed, and nobody knows whether it has started a run. */
    void failed(Ticket ticket, String said) {
        Attempts before = tickets.notes().attempts(ticket.id());
        Instant now = clock.instant();
        boolean others = before.others() || slots.hasTaken(ticket.target());
        boolean counts = before.count() > 0 && others && !slots.isSuspect(ticket.target());
        long time = counts ? before.since(now).toMillis() : 0;
        tickets.notes().note(ticket.id(), new Attempts(before.count() + 1, Optional.of(now), before.counted() + time, others,
                said));
    }

    /** The run was started: nothing counts any more. */
    void passed(Ticket ticket) {
        slots.taken(ticket.id(), ticket.target());
        tickets.notes().note(ticket.id(), Attempts.NONE);
    }

    /** How long it waits before its request is sent again; zero after the first one, which may have met anything. */
    Duration delay(Ticket ticket) {
        int count = tickets.notes().attempts(ticket.id()).count();
        return count < 2 ? Duration.ZERO : retry.after(count - 2, ThreadLocalRandom.current());
    }

    /** What becomes of it when its time is up; to be asked only when it is certain that no run was started. */
    Optional<Ending> ending(Ticket ticket) {
        Attempts attempts = tickets.notes().attempts(ticket.id());
        if (attempts.count() < 2 || attempts.time().compareTo(giveUp) < 0) {
            return Optional.empty();
        }
        return Optional.of(Endings.submissionGivenUp(ticket.applicationId(), attempts, clock.instant()));
    }
}
