package io.camelnextmv.await;

import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Cancellation.Reason;
import io.camelnextmv.ticket.Cancellation;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What is done with a run that has not ended in its time: it is reported; or canceled, and waited for until it is over. */
final class TimeUp {
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private final TicketStore tickets;
    private final Cancellations cancellations;
    private final Polling polling;

    TimeUp(TicketStore tickets, Cancellations cancellations, Polling polling) {
        this.tickets = tickets;
        this.cancellations = cancellations;
        this.polling = polling;
    }

    /**
     * The run goes on.
     *
     * @param status what it is
     * @param polls  how often it was checked
     * @param left   how much time it has left
     */
    Ticket goingOn(Ticket ticket, String status, int polls, Duration left, Instant now) {
        Optional<Cancellation> asked = cancellations.of(ticket.id());
        if (polling.onTimeout() == OnTimeout.REPORT || asked.filter(canceled -> isOver(canceled, now, left)).isPresent()) {
            return tickets.write(ticket.ended(polls >= polling.maxTries()
                    ? Endings.outOfTries(ticket, status, asked, now, polls)
                    : Endings.outOfTime(ticket, status, asked, now, polls)));
        }
        cancellations.request(ticket.id(), Reason.TIMEOUT);
        throw new NotYet("run " + ticket.runId().orElse("?") + " is canceled: its time is up",
                asked.isEmpty() ? AT_ONCE : polling.backoff().after(0, ThreadLocalRandom.current()));
    }

    /** The service does not say how the run is, and has not for too long: {@code tried} says how long, and what was met. */
    Ticket withoutStatus(Ticket ticket, String tried, Exception fault, Instant now) throws Exception {
        Optional<Cancellation> asked = cancellations.of(ticket.id());
        if (polling.onTimeout() == OnTimeout.CANCEL && asked.isEmpty()) {
            cancellations.request(ticket.id(), Reason.TIMEOUT);
            throw fault;
        }
        return tickets.write(ticket.ended(
                Endings.statusGivenUp(ticket, tried, asked, now, tickets.notes().progress(ticket.id()).polls())));
    }

    /**
     * A cancellation that has not made the run end in a minute will not, nor one that nobody answers. Where the clock was
     * set back meanwhile, the minute is over when the run's time has been up for one.
     */
    private static boolean isOver(Cancellation asked, Instant now, Duration left) {
        return asked.isUnanswered(now) || asked.answeredAt().filter(answered -> !now.isBefore(answered.plus(GRACE))
                || now.isBefore(answered) && left.plus(GRACE).isNegative()).isPresent();
    }
}
