package io.camelnextmv.await;

import io.camelnextmv.cloud.RunInformation;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Cancellation;
import io.camelnextmv.ticket.Cancellation.Reason;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at a run: is it time to ask, and what does the answer mean. */
public final class Check {
    private static final Logger LOG = LoggerFactory.getLogger(Check.class);
    private static final Duration SPREAD = Duration.ofMillis(2);
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    /** What clocks that are kept in step are corrected by is less. */
    private static final Duration JUMP = Duration.ofSeconds(30);
    private final TicketStore tickets;
    private final Cancellations cancellations;
    private final Waiters waiters;
    private final Polling polling;
    private final OnTimeout onTimeout;
    private final Clock clock;
    private final Clock steady;

    /** What is done with a run that has not ended in its time. */
    public enum OnTimeout {
        /** It is reported, and left alone. */
        REPORT,
        /** It is canceled. */
        CANCEL
    }

    /**
     * How a run is waited for.
     *
     * @param initialDelay the delay between the submission and the first check
     * @param backoff      the delays between checks
     * @param maxTries     after how many checks it is given up, at least 1
     * @param maxDuration  after how long it is given up
     */
    public record Polling(Duration initialDelay, Backoff backoff, int maxTries, Duration maxDuration) {
    }

    /**
     * @param tickets       the tickets
     * @param cancellations which of them shall be canceled
     * @param waiters       who waits
     * @param polling       how a run is waited for
     * @param onTimeout     what is done when its time is up
     * @param clock         the time
     * @param steady        a clock that does not jump, for what is waited in this process
     */
    public Check(TicketStore tickets, Cancellations cancellations, Waiters waiters, Polling polling,
            OnTimeout onTimeout, Clock clock, Clock steady) {
        this.tickets = tickets;
        this.cancellations = cancellations;
        this.waiters = waiters;
        this.polling = polling;
        this.onTimeout = onTimeout;
        this.clock = clock;
        this.steady = steady;
    }

    /**
     * A ticket begins to wait: when it is to be asked for, be it for the first time or for the first time after a restart.
     * Those that are overdue are spread, so that ten thousand of them do not ask in one instant.
     *
     * @param ticket the ticket's name
     * @return the time in epoch milliseconds, by the clock that does not jump
     */
    public long firstDue(@ExchangeProperty(Slots.TICKET) TicketName ticket) {
        Instant now = clock.instant();
        Ticket read = tickets.read(ticket);
        read.runId().ifPresent(run -> waiters.enter(ticket, run, until(read, now)));
        return steady.instant().plus(firstDelay(ticket, read, now)).toEpochMilli();
    }

    /** A deadline of an earlier process is taken as it stands; but no run has more time left than it had in all. */
    private Instant until(Ticket ticket, Instant now) {
        Instant deadline = ticket.deadline().orElse(now);
        Duration left = Duration.between(now, deadline);
        Duration whole = Duration.between(ticket.submittingAt().orElse(now), deadline);
        return steady.instant().plus(left.compareTo(whole) < 0 ? left : whole);
    }

    private Duration firstDelay(TicketName ticket, Ticket read, Instant now) {
        if (cancellations.isDue(ticket)) {
            return Duration.ZERO;
        }
        Instant due = tickets.progress(ticket).nextCheck()
                .orElseGet(() -> read.submittedAt().orElse(now).plus(polling.initialDelay()));
        // No delay is that long: the clock was set back.
        boolean never = due.isAfter(now.plus(polling.initialDelay()).plus(polling.backoff().maxDelay().multipliedBy(2)));
        if (due.isAfter(now) && !never) {
            return Duration.between(now, due);
        }
        long spread = Math.min(polling.backoff().maxDelay().toMillis(), SPREAD.toMillis() * tickets.inHand());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(spread + 1));
    }

    /**
     * Lets pass what is due.
     *
     * @param due when it is, in epoch milliseconds, by the clock that does not jump
     * @throws NotYet if it is not yet
     */
    public void whenDue(@ExchangeProperty(Slots.FIRST_DUE) long due) {
        long wait = due - steady.millis();
        if (wait > 0) {
            throw new NotYet("the first check is due in " + wait + " ms", Duration.ofMillis(wait));
        }
    }

    /**
     * To be asked when a check begins.
     *
     * @param id the ticket's name
     * @return whether nothing but the run's own metadata will do: somebody has woken us, its cancellation was asked
     *         for, or its time is up
     */
    public boolean mustKnow(@ExchangeProperty(Slots.TICKET) TicketName id) {
        boolean woken = waiters.wasWoken(id);
        Ticket ticket = tickets.read(id);
        return woken || ticket.state() != Ticket.State.SUBMITTED || tickets.progress(id).polls() + 1 >= polling.maxTries()
                || left(ticket, clock.instant()).compareTo(Duration.ZERO) <= 0
                || cancellations.of(id).isPresent();
    }

    /**
     * Lets pass a run that the account's queue does not name.
     *
     * @param id     the ticket's name
     * @param status the run's status as the queue says, empty where it does not name it
     * @throws NotYet if it does
     */
    public void unlessQueued(@ExchangeProperty(Slots.TICKET) TicketName id,
            @ExchangeProperty(Slots.QUEUED) String status) {
        if (!status.isEmpty()) {
            waitLonger(id, status);
        }
    }

    /**
     * Reads the answer.
     *
     * @param id     the ticket's name
     * @param answer what the service says of its run
     * @return the ticket, ended
     * @throws NotYet if the run goes on and there is time left
     */
    public Ticket judge(@ExchangeProperty(Slots.TICKET) TicketName id, @Body RunInformation answer) {
        Ticket ticket = tickets.read(id);
        if (ticket.state() != Ticket.State.SUBMITTED) {
            // Written before, but the disk complained afterwards: this is the second try.
            return ticket;
        }
        if (answer.hasEnded()) {
            return tickets.write(ticket.ended(ending(answer, cancellations.of(id), clock.instant(),
                    tickets.progress(id).polls() + 1)));
        }
        return waitLonger(id, answer.status());
    }

    /**
     * The service does not know the run: perhaps not yet, so this counts as a check of a run that goes on.
     *
     * @param id the ticket's name
     * @return the ticket, ended
     * @throws NotYet if there is time left
     */
    public Ticket unknown(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return waitLonger(id, "unknown to the service (404)");
    }

    /**
     * What the service says of the run cannot be read: perhaps the next time, so this counts as a check of a run that goes
     * on.
     *
     * @param id  the ticket's name
     * @param why what was met
     * @return the ticket, ended
     * @throws NotYet if there is time left
     */
    public Ticket unreadable(@ExchangeProperty(Slots.TICKET) TicketName id,
            @ExchangeException UnreadableAnswer why) {
        LOG.info("{}: {}; the run's status is asked for again", id, why.getMessage());
        return waitLonger(id, "unreadable (" + why.getMessage() + ")");
    }

    /**
     * The answer is larger than any may be, so nobody knows what it says: this counts as a check of a run that goes on.
     *
     * @param id the ticket's name
     * @return the ticket, ended
     * @throws NotYet if there is time left
     */
    public Ticket tooLarge(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return waitLonger(id, "unknown (the answer with its metadata is too large)");
    }

    /**
     * The service does not say how the run is, for too long.
     *
     * @param id    the ticket's name
     * @param words how long, and what was met
     * @param fault what was met at last
     * @return the ticket, ended, where the run's time is up; one that is to be canceled then is asked to be at first
     * @throws Exception the fault, while there is time left
     */
    public Ticket givenUp(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.GIVEN_UP) String words,
            @ExchangeProperty(Slots.CAUGHT) Exception fault) throws Exception {
        Ticket ticket = tickets.read(id);
        if (ticket.state() != Ticket.State.SUBMITTED) {
            return ticket;
        }
        Instant now = clock.instant();
        Optional<Cancellation> asked = cancellations.of(id);
        if (left(ticket, now).compareTo(Duration.ZERO) > 0) {
            throw fault;
        }
        if (onTimeout == OnTimeout.CANCEL && asked.isEmpty()) {
            cancellations.request(id, Reason.TIMEOUT);
            throw fault;
        }
        return tickets.write(ticket.ended(Endings.statusGivenUp(ticket, words, asked, now, tickets.progress(id).polls())));
    }

    private Ticket waitLonger(TicketName id, String status) {
        Instant now = clock.instant();
        Ticket ticket = tickets.read(id);
        if (ticket.state() != Ticket.State.SUBMITTED) {
            return ticket;
        }
        int polls = tickets.progress(id).polls() + 1;
        Duration left = left(ticket, now);
        if (polls >= polling.maxTries() || left.compareTo(Duration.ZERO) <= 0) {
            Optional<Cancellation> asked = cancellations.of(id);
            if (onTimeout == OnTimeout.REPORT || asked.filter(canceled -> isOver(canceled, now, left)).isPresent()) {
                return tickets.write(ticket.ended(polls >= polling.maxTries()
                        ? Endings.outOfTries(ticket, status, asked, now, polls)
                        : Endings.outOfTime(ticket, status, asked, now, polls)));
            }
            cancellations.request(id, Reason.TIMEOUT);
            throw new NotYet("run " + ticket.runId().orElse("?") + " is canceled: its time is up",
                    asked.isEmpty() ? AT_ONCE : polling.backoff().after(0, ThreadLocalRandom.current()));
        }
        Duration delay = polling.backoff().after(polls - 1, ThreadLocalRandom.current());
        Duration last = left.plusMillis(1);
        Duration next = delay.compareTo(last) < 0 ? delay : last;
        keepDeadline(ticket, now.plus(left));
        tickets.note(id, new Progress(polls, Optional.of(status), Optional.of(now),
                Optional.of(now.plus(next))));
        LOG.debug("{}: run {} is {}, next check in {} ms", ticket.file(), ticket.runId().orElse("?"), status,
                next.toMillis());
        throw new NotYet("run " + ticket.runId().orElse("?") + " is " + status, next);
    }

    /**
     * How much time a run has left. In the process that waits for it this is measured by a clock that does not jump; a
     * ticket that is here for one step only has nothing but the time that is written in it.
     */
    private Duration left(Ticket ticket, Instant now) {
        return waiters.until(ticket.id()).map(until -> Duration.between(steady.instant(), until))
                .orElseGet(() -> Duration.between(now, ticket.deadline().orElse(now)));
    }

    /** The machine's clock was set: what is left is left, and the next start is to find it so. */
    private void keepDeadline(Ticket ticket, Instant deadline) {
        Duration set = Duration.between(ticket.deadline().orElse(deadline), deadline);
        if (set.abs().compareTo(JUMP) > 0) {
            LOG.info("{}: the machine's clock was set by {} s, its run is waited for until {}", ticket.id(),
                    set.toSeconds(), deadline);
            tickets.write(ticket.clockSet(set));
        }
    }

    /**
     * A cancellation that has not made the run end in a minute will not, nor one that nobody answers. Where the clock was set back meanwhile, the
     * minute is over when the run's time has been up for one.
     */
    private static boolean isOver(Cancellation asked, Instant now, Duration left) {
        return asked.isUnanswered(now) || asked.answeredAt().filter(answered -> !now.isBefore(answered.plus(GRACE))
                || now.isBefore(answered) && left.plus(GRACE).isNegative()).isPresent();
    }

    private static Ending ending(RunInformation answer, Optional<Cancellation> asked, Instant now, int polls) {
        return switch (answer.status()) {
            case "succeeded" -> Ending.succeeded(now, polls, answer.metadata().outputSize(),
                    answer.metadata().outputFormat().flatMap(Format::of));
            case "failed" -> Endings.failed(answer.metadata().error(), now, polls);
            default -> Endings.canceled(asked, now, polls);
        };
    }
}
