package io.camelnextmv.submit;

import io.camelnextmv.await.StillActive;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.cloud.RunList.Row;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.Doubt;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Fate;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketStore;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tickets of which nobody knows whether their run was started. They are looked up, before anything else is
 * submitted: the service lists only the newest runs, and others would push them out.
 */
public final class InDoubt {
    private static final Logger LOG = LoggerFactory.getLogger(InDoubt.class);
    /** The list may lag behind: so many looks, each after a longer delay, before it is believed that nothing was started. */
    private static final int LOOKS = 4;
    private static final Duration CLOCKS = Duration.ofSeconds(2);
    private final TicketStore tickets;
    private final Duration firstDelay;
    private final Duration maxDuration;
    private final Clock clock;
    private final Map<TicketName, Integer> looks = new ConcurrentHashMap<>();
    private final Deque<Known> known = new ConcurrentLinkedDeque<>();
    private volatile boolean open;

    private record Known(String run, Instant answered) {
    }

    /**
     * @param tickets     the tickets
     * @param firstDelay  the delay between the first look and the second
     * @param maxDuration how long an adopted run is waited for
     * @param clock       the time
     */
    public InDoubt(TicketStore tickets, Duration firstDelay, Duration maxDuration, Clock clock) {
        this.tickets = tickets;
        this.firstDelay = firstDelay;
        this.maxDuration = maxDuration;
        this.clock = clock;
    }

    /**
     * To be told of every ticket that may have started a run. Nobody waits for a visitor: the other gateways would not.
     *
     * @param ticket the ticket's name
     */
    public void add(@ExchangeProperty(Slots.TICKET) TicketName ticket) {
        if (!tickets.isVisiting(ticket)) {
            looks.putIfAbsent(ticket, 0);
        }
    }

    /** What earlier processes left in doubt is known: submissions may begin. */
    public void open() {
        open = true;
    }

    /**
     * To be told of every run that is known: it shows how far back a list reaches.
     *
     * @param run the run's id
     */
    void know(String run) {
        know(run, clock.instant());
    }

    /**
     * To be told of the runs that earlier processes knew, older ones first.
     *
     * @param run      the run's id
     * @param answered when it was known to be started
     */
    public void know(String run, Instant answered) {
        known.addFirst(new Known(run, answered));
        while (known.size() > 2 * RunList.LIMIT) {
            known.pollLast();
        }
    }

    /**
     * Lets pass when nothing is in doubt.
     *
     * @throws StillActive otherwise: to be tried again a little later
     */
    void whenNoneIs() {
        if (!open || !looks.isEmpty()) {
            throw new StillActive("a run in doubt is looked up first", firstDelay.dividedBy(4).plusMillis(1));
        }
    }

    /**
     * Concludes from a look at the run list and at the queue.
     *
     * @param id    the ticket's name
     * @param list  the application's newest runs
     * @param queue the account's queued and active runs
     * @param date  the service's time as its {@code Date} header tells it; null where it does not
     * @return the ticket: adopted, or as it was before the request, or ended when nobody can tell
     * @throws StillActive if it must be looked at again
     */
    public Ticket conclude(@ExchangeProperty(Slots.TICKET) TicketName id, @Body RunList list,
            @ExchangeProperty(Slots.QUEUE) RunList queue, @Header("Date") String date) {
        Ticket ticket = tickets.read(id);
        Optional<Row> found = list.marked(id.text()).or(() -> queue.marked(id.text()));
        if (found.isPresent()) {
            LOG.info("{}: {} had been submitted, it is run {}", id, ticket.file(), found.get().id());
            return done(ticket.submitted(found.get().id(), clock.instant(), maxDuration));
        }
        boolean nothing = tickets.isVisiting(id) ? sawAll(ticket, list, date) : hasLooked(ticket, list, date);
        if (nothing) {
            LOG.info("{}: {} had not been submitted, it will be now", id, ticket.file());
            return done(ticket.notStarted());
        }
        return done(ticket.ended(Ending.unhappy(Fate.ERROR, "in_doubt",
                "The answer to the request that starts the run was lost, and the service's list of its newest "
                        + list.runs().size() + " runs does not reach back to it: nobody can tell whether it runs.",
                "Look in the console for a run whose description holds " + id + ". If there is none, drop the file into"
                        + " the inbox again; if there is one, its output is there.",
                clock.instant(), 0)));
    }

    /** While nothing else is submitted a few looks will do. */
    private boolean hasLooked(Ticket ticket, RunList list, String date) {
        int look = looks.merge(ticket.id(), 1, Integer::sum);
        if (look < LOOKS) {
            throw new StillActive("the run of ticket " + ticket.id() + " is in doubt",
                    firstDelay.multipliedBy(1L << (look - 1)));
        }
        return reachesBack(list, sent(ticket), date);
    }

    /** While others submit, looks must come so often that each list holds a run of the one before. */
    private boolean sawAll(Ticket ticket, RunList list, String date) {
        Instant now = clock.instant();
        Optional<Doubt> before = tickets.doubt(ticket.id());
        List<String> runs = list.runs().stream().map(Row::id).toList();
        boolean unbroken = reachesBack(list, sent(ticket), date) || before.filter(last -> last.unbroken()
                && runs.stream().anyMatch(last.newest()::contains)).isPresent();
        Instant since = before.map(Doubt::since).orElse(now);
        if (now.isBefore(since.plus(firstDelay.multipliedBy((1L << (LOOKS - 1)) - 1)))) {
            tickets.note(ticket.id(), Optional.of(new Doubt(since, unbroken, runs)));
            throw new StillActive("the run of ticket " + ticket.id() + " is in doubt", firstDelay.dividedBy(LOOKS));
        }
        return unbroken;
    }

    private static Instant sent(Ticket ticket) {
        return ticket.submittingAt().orElse(ticket.claimedAt());
    }

    private Ticket done(Ticket next) {
        tickets.write(next);
        tickets.note(next.id(), Optional.empty());
        next.runId().ifPresent(this::know);
        looks.remove(next.id());
        return next;
    }

    private boolean reachesBack(RunList list, Instant sent, String date) {
        if (list.runs().size() < RunList.LIMIT) {
            return true;
        }
        Duration ahead = ahead(date);
        boolean older = list.runs().stream().map(Row::createdAt).flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .filter(oldest -> oldest.minus(ahead).isBefore(sent.minus(CLOCKS))).isPresent();
        return older || known.stream().filter(run -> run.answered().isBefore(sent))
                .anyMatch(run -> list.runs().stream().anyMatch(row -> row.id().equals(run.run())));
    }

    /** By how much the service's clock is ahead of ours; two seconds are allowed for what this leaves out. */
    private Duration ahead(String date) {
        if (date == null) {
            return Duration.ZERO;
        }
        try {
            return Duration.between(clock.instant(),
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    /**
     * The ticket is not ours any more.
     *
     * @param ticket its name
     */
    public void forget(@ExchangeProperty(Slots.TICKET) TicketName ticket) {
        looks.remove(ticket);
    }
}
