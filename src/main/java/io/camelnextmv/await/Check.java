package io.camelnextmv.await;

import io.camelnextmv.cloud.RunInformation;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Fate;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at a run: is it time to ask, and what does the answer mean. */
public final class Check {
    private static final Logger LOG = LoggerFactory.getLogger(Check.class);
    private static final Duration SPREAD = Duration.ofMillis(2);
    private final TicketStore tickets;
    private final Polling polling;
    private final Clock clock;

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
     * @param tickets the tickets
     * @param polling how a run is waited for
     * @param clock   the time
     */
    public Check(TicketStore tickets, Polling polling, Clock clock) {
        this.tickets = tickets;
        this.polling = polling;
        this.clock = clock;
    }

    /**
     * When a ticket that begins to wait, or is taken up after a restart, is to be asked for. Those that are overdue are
     * spread, so that ten thousand of them do not ask in one instant.
     *
     * @param ticket the ticket's name
     * @return the time in epoch milliseconds
     */
    public long firstDue(String ticket) {
        Instant now = clock.instant();
        Ticket read = tickets.read(ticket);
        Instant due = tickets.progress(ticket).nextCheck()
                .orElseGet(() -> read.submittedAt().orElse(now).plus(polling.initialDelay()));
        if (due.isAfter(now)) {
            return due.toEpochMilli();
        }
        long spread = Math.min(polling.backoff().maxDelay().toMillis(), SPREAD.toMillis() * tickets.inHand());
        return now.toEpochMilli() + ThreadLocalRandom.current().nextLong(spread + 1);
    }

    /**
     * Lets pass what is due.
     *
     * @param due when it is, in epoch milliseconds
     * @throws StillActive if it is not yet
     */
    public void whenDue(long due) {
        long wait = due - clock.millis();
        if (wait > 0) {
            throw new StillActive("the first check is due in " + wait + " ms", Duration.ofMillis(wait));
        }
    }

    /**
     * Reads the answer.
     *
     * @param id     the ticket's name
     * @param answer what the service says of its run
     * @return the ticket, ended
     * @throws StillActive if the run goes on and there is time left
     */
    public Ticket judge(String id, RunInformation answer) {
        Ticket ticket = tickets.read(id);
        if (ticket.state() != Ticket.State.SUBMITTED) {
            // Written before, but the disk complained afterwards: this is the second try.
            return ticket;
        }
        if (answer.hasEnded()) {
            return tickets.write(ticket.ended(ending(answer, clock.instant(), tickets.progress(id).polls() + 1)));
        }
        return waitLonger(id, answer.status());
    }

    /**
     * The service does not know the run: perhaps not yet, so this counts as a check of a run that goes on.
     *
     * @param id the ticket's name
     * @return the ticket, ended
     * @throws StillActive if there is time left
     */
    public Ticket unknown(String id) {
        return waitLonger(id, "unknown to the service (404)");
    }

    private Ticket waitLonger(String id, String status) {
        Instant now = clock.instant();
        Ticket ticket = tickets.read(id);
        if (ticket.state() != Ticket.State.SUBMITTED) {
            return ticket;
        }
        int polls = tickets.progress(id).polls() + 1;
        Instant deadline = ticket.deadline().orElse(now);
        if (polls >= polling.maxTries() || !now.isBefore(deadline)) {
            return tickets.write(ticket.ended(timedOut(ticket, status, now, polls)));
        }
        Duration delay = polling.backoff().after(polls - 1, ThreadLocalRandom.current());
        Duration left = Duration.between(now, deadline).plusMillis(1);
        Duration next = delay.compareTo(left) < 0 ? delay : left;
        tickets.note(id, new Progress(polls, Optional.of(status), Optional.of(now),
                Optional.of(now.plus(next))));
        LOG.debug("{}: run {} is {}, next check in {} ms", ticket.file(), ticket.runId().orElse("?"), status,
                next.toMillis());
        throw new StillActive("run " + ticket.runId().orElse("?") + " is " + status, next);
    }

    private static Ending ending(RunInformation answer, Instant now, int polls) {
        return switch (answer.status()) {
            case "succeeded" -> Ending.succeeded(now, polls, answer.metadata().outputSize(),
                    answer.metadata().outputFormat().flatMap(Format::of));
            case "failed" -> Ending.unhappy(Fate.ERROR, "failed",
                    "The run failed: " + answer.metadata().error().filter(text -> !text.isBlank())
                            .orElse("the service gives no reason."),
                    "Read error_log and logs below, mend the input or the application, and drop the file into the"
                            + " inbox again.",
                    now, polls);
            default -> Ending.unhappy(Fate.CANCELED, "canceled", "The run was canceled, it has no output.",
                    "If that was not meant, drop the file into the inbox again.", now, polls);
        };
    }

    private Ending timedOut(Ticket ticket, String status, Instant now, int polls) {
        boolean tries = polls >= polling.maxTries();
        return Ending.unhappy(Fate.ERROR, "timed_out",
                "Run " + ticket.runId().orElse("?") + " was still " + status + " after "
                        + (tries ? polls + " checks (nextmv.poll.max-tries)"
                                : Duration.between(ticket.submittingAt().orElse(now), now).toSeconds()
                                        + " s (nextmv.poll.max-duration)")
                        + ", and is waited for no longer.",
                "The run may still be going on: look at it at console_url before you drop the file into the inbox"
                        + " again, or it may run twice. If such runs take that long, raise "
                        + (tries ? "nextmv.poll.max-tries." : "nextmv.poll.max-duration."),
                now, polls);
    }
}
