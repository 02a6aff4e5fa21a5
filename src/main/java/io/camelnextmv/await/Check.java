package io.camelnextmv.await;

import io.camelnextmv.cloud.RunInformation;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Cancellation;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One check of a run: how its status is found out, and what that means. */
public final class Check {
    private static final Logger LOG = LoggerFactory.getLogger(Check.class);
    static final String UNKNOWN = "unknown to the service (404)";
    private final TicketStore tickets;
    private final Cancellations cancellations;
    private final Waiters waiters;
    private final Polling polling;
    private final Function<Ticket, String> queue;
    private final Clocks clocks;
    private final FirstCheck first;
    private final TimeLeft time;
    private final TimeUp timeUp;
    private final NextCheck nextCheck;

    /**
     * What is known of a run without asking for it.
     *
     * @param waiters who waits
     * @param status  a run's status as the account's queue said last, empty where it does not name the run
     * @param looks   looks into the queue
     */
    public record Known(Waiters waiters, Function<Ticket, String> status, QueueLooks looks) {
    }

    /**
     * @param tickets       the tickets
     * @param cancellations which of them shall be canceled
     * @param known         what is known of a run without asking for it
     * @param polling       how a run is waited for
     * @param clocks        the time
     */
    public Check(TicketStore tickets, Cancellations cancellations, Known known, Polling polling, Clocks clocks) {
        this.tickets = tickets;
        this.cancellations = cancellations;
        this.waiters = known.waiters();
        this.polling = polling;
        this.queue = known.status();
        this.clocks = clocks;
        this.first = new FirstCheck(tickets, cancellations, polling, clocks);
        this.time = new TimeLeft(tickets, waiters, clocks);
        this.timeUp = new TimeUp(tickets, cancellations, polling);
        this.nextCheck = new NextCheck(tickets, known, time, polling, clocks);
    }

    /**
     * A ticket begins to wait: from here on it can be woken.
     *
     * @param id the ticket's name
     */
    public void enter(@ExchangeProperty(Slots.TICKET) TicketName id) {
        time.begin(tickets.read(id), clocks.now());
    }

    /**
     * How long it is until a ticket is checked, be it for the first time or for the first time after a restart.
     *
     * @param id the ticket's name
     * @return the delay in milliseconds
     * @throws NotYet if that is long
     */
    public long firstDelay(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Duration until = first.delay(tickets.read(id), clocks.now());
        if (until.compareTo(LongDelays.longestHeld(polling)) > 0) {
            throw new NotYet(id + " waits for its first check", until);
        }
        long delay = until.toMillis();
        if (delay > 0) {
            // Where there is none nothing is scheduled, and what this thread schedules next is another's.
            waiters.delays(id);
        }
        return delay;
    }

    /** @return when a run that goes on is checked again */
    public NextCheck nextCheck() {
        return nextCheck;
    }

    /**
     * To be asked when a check begins.
     *
     * @param id the ticket's name
     * @return whether the account's queue will do: not if somebody has woken us, the run's cancellation was asked for, or its
     *         time is up
     */
    public boolean mayAskQueue(@ExchangeProperty(Slots.TICKET) TicketName id) {
        boolean woken = waiters.wasWoken(id);
        Ticket ticket = tickets.read(id);
        return !woken && ticket.state() == Ticket.State.SUBMITTED
                && tickets.notes().progress(id).polls() + 1 < polling.maxTries()
                && !time.isUp(ticket, clocks.now()) && cancellations.of(id).isEmpty();
    }

    /**
     * Lets pass a run that the account's queue does not name.
     *
     * @param id the ticket's name
     * @throws NotYet if it does
     */
    public void unlessQueued(@ExchangeProperty(Slots.TICKET) TicketName id) {
        String status = queue.apply(tickets.read(id));
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
            return tickets.write(ticket.ended(ending(answer, cancellations.of(id), clocks.now(),
                    tickets.notes().progress(id).polls() + 1)));
        }
        return waitLonger(id, answer.status());
    }

    /**
     * The service does not know the run: perhaps not yet, so this counts as a check of a run that goes on, unless the run
     * was found to be {@linkplain GoneRuns gone}.
     *
     * @param id the ticket's name
     * @return the ticket, ended
     * @throws NotYet if there is time left
     */
    public Ticket unknown(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return waitLonger(id, UNKNOWN);
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
     * @param tries how long, and what was met
     * @param fault what was met at last
     * @return the ticket, ended, where the run's time is up; one that is to be canceled then is asked to be at first
     * @throws Exception the fault, while there is time left
     */
    public Ticket givenUp(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.TRIES) Tries tries,
            @ExchangeProperty(Slots.CAUGHT) Exception fault) throws Exception {
        Ticket ticket = tickets.read(id);
        if (ticket.state() != Ticket.State.SUBMITTED) {
            return ticket;
        }
        Instant now = clocks.now();
        if (!time.isUp(ticket, now)) {
            throw fault;
        }
        return timeUp.withoutStatus(ticket, tries.givenUp(), fault, now);
    }

    private Ticket waitLonger(TicketName id, String status) {
        Instant now = clocks.now();
        Ticket ticket = tickets.read(id);
        if (ticket.state() != Ticket.State.SUBMITTED) {
            return ticket;
        }
        Progress before = tickets.notes().progress(id);
        int polls = before.polls() + 1;
        Duration left = time.of(ticket, now);
        if (polls >= polling.maxTries() || left.compareTo(Duration.ZERO) <= 0) {
            return timeUp.goingOn(ticket, status, polls, left, now);
        }
        time.keep(ticket, now.plus(left));
        Duration next = nextCheck.delay(ticket, status, before, left, now);
        LOG.debug("{}: run {} is {}, next check in {} ms", ticket.file(), ticket.runId().orElse("?"), status,
                next.toMillis());
        throw new NotYet("run " + ticket.runId().orElse("?") + " is " + status, next);
    }

    private static Ending ending(RunInformation answer, Optional<Cancellation> asked, Instant now, int polls) {
        return switch (answer.status()) {
            case "succeeded" -> Ending.succeeded(now, polls, answer.metadata().outputSize(),
                    answer.metadata().outputFormat().flatMap(Format::of));
            case "failed" -> Endings.failed(answer.metadata().error(), now, polls).withItsOutput(
                    answer.metadata().outputSize(), answer.metadata().outputFormat().flatMap(Format::of));
            default -> Endings.canceled(asked, now, polls);
        };
    }
}
