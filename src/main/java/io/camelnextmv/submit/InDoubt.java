package io.camelnextmv.submit;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.submit.Look.Wanted;
import io.camelnextmv.ticket.Doubt;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tickets of which nobody knows whether their run was started. Each is looked for {@value #LOOKS} times, over seven
 * times the look-up delay, since the service may register a run late; all of one application that are due share one
 * {@link Look}, and nobody else waits for them. One thread at a time makes a look; it asks for so many pages at a stretch,
 * and whoever comes next goes on where it has stopped. Safe for many threads.
 */
public final class InDoubt {
    private static final Logger LOG = LoggerFactory.getLogger(InDoubt.class);
    private static final int LOOKS = 4;
    /** So often it is looked for where looks do not reach back far enough, before it is believed that none will. */
    private static final int MOST_LOOKS = 8;
    /** So many pages are asked for at a stretch: 5,000 runs. */
    private static final int STRETCH = 100;
    /** By how much the clocks of gateways may differ that share a broker. */
    private static final Duration GATEWAYS = Duration.ofMinutes(2);
    /** A page that has not come by then is asked for by whoever comes next; the time doubles until one comes ... */
    private static final Duration HANGS = Duration.ofSeconds(5);
    /** ... but so often only. */
    private static final int MOST_DOUBLINGS = 4;
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LATER = Duration.ofSeconds(1);
    private static final int KNOWN = 100;

    private final TicketStore tickets;
    private final FailedSubmissions failed;
    private final Backoff retry;
    private final Duration firstDelay;
    private final Duration maxDuration;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<TicketName, Open> open = new HashMap<>();
    private final Map<String, Shared> applications = new HashMap<>();
    private final Map<String, Deque<Known>> known = new HashMap<>();

    private record Known(String run, Instant answered) {
    }

    /** A ticket in doubt; it is due for its next look at a time in ns. */
    private record Open(String application, Instant sent, Optional<String> experiment, boolean visits, Doubt doubt,
            long due) {
        Open next(Doubt then, long nextDue) {
            return new Open(application, sent, experiment, visits, then, nextDue);
        }
    }

    /** What the tickets of one application share. */
    private static final class Shared {
        private Optional<Look> current = Optional.empty();
        private Optional<Look> last = Optional.empty();
        private Optional<TicketName> driver = Optional.empty();
        private long heard;
        private long notBefore;
        private int failures;
        private int takeOvers;
        private int stretch;
    }

    /**
     * @param tickets     the tickets
     * @param failed      what becomes of those whose request is to be sent again
     * @param retry       the delays after a look that could not be made
     * @param firstDelay  the delay between the first look and the second
     * @param maxDuration how long an adopted run is waited for
     * @param clock       the time
     * @param nanos       a clock that does not jump, in ns
     */
    public InDoubt(TicketStore tickets, FailedSubmissions failed, Backoff retry, Duration firstDelay,
            Duration maxDuration, Clock clock, LongSupplier nanos) {
        this.tickets = tickets;
        this.failed = failed;
        this.retry = retry;
        this.firstDelay = firstDelay;
        this.maxDuration = maxDuration;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * To be told of every ticket that may have started a run, so that a look that begins serves it too.
     *
     * @param ticket the ticket, about to be looked for
     */
    public synchronized void add(Ticket ticket) {
        open.computeIfAbsent(ticket.id(), id -> {
            boolean visits = tickets.isVisiting(id);
            return new Open(ticket.applicationId(), ticket.submittingAt().orElse(ticket.claimedAt()),
                    ticket.plan().spec().batchExperimentId(), visits, tickets.doubt(id), nanos.getAsLong());
        });
    }

    /**
     * To be told of every run that is known, older ones first: it shows how far back a list reaches.
     *
     * @param ticket a ticket with its run
     */
    public synchronized void know(Ticket ticket) {
        if (ticket.runId().isEmpty() || ticket.submittedAt().isEmpty()) {
            return;
        }
        Deque<Known> runs = known.computeIfAbsent(ticket.applicationId(), application -> new ArrayDeque<>());
        runs.addFirst(new Known(ticket.runId().get(), ticket.submittedAt().get()));
        if (runs.size() > KNOWN) {
            runs.pollLast();
        }
    }

    /**
     * A visitor's request will be sent by the next step, whose end this gateway may not see: what it knows goes along.
     *
     * @param ticket the ticket
     */
    public void expect(Ticket ticket) {
        newest(ticket.applicationId()).ifPresent(run -> tickets.note(ticket.id(),
                Optional.of(Doubt.after(Optional.of(run)))));
    }

    private synchronized Optional<String> newest(String application) {
        return Optional.ofNullable(known.get(application)).map(Deque::peekFirst).map(Known::run);
    }

    /**
     * Whether the caller has to make a look, or to go on with one: page by page, while {@link #goesOn} says so.
     *
     * @param id the ticket's name
     * @return false where somebody else's look tells already: it is concluded from that
     * @throws NotYet if the ticket is not due yet, or somebody makes a look at the moment
     */
    public boolean mustLook(@ExchangeProperty(Slots.TICKET) TicketName id) {
        add(tickets.read(id));
        return isNotServed(id);
    }

    private synchronized boolean isNotServed(TicketName id) {
        Open ticket = open.get(id);
        Shared shared = applications.computeIfAbsent(ticket.application(), application -> new Shared());
        long now = nanos.getAsLong();
        if (ticket.due() - now > 0) {
            throw again(id, Duration.ofNanos(ticket.due() - now));
        }
        if (isTold(shared, id, ticket.due())) {
            return false;
        }
        boolean driven = shared.driver.filter(driver -> !driver.equals(id)).isPresent()
                && now - shared.heard < HANGS.multipliedBy(1L << Math.min(shared.takeOvers, MOST_DOUBLINGS)).toNanos();
        if (driven && ticket.visits()) {
            // It would be carried to its broker and back meanwhile.
            waitABit();
            if (isTold(shared, id, ticket.due())) {
                return false;
            }
        }
        if (driven) {
            throw notNow(id, soon(Duration.ofNanos(now - shared.heard)));
        }
        long notBefore = Math.max(shared.notBefore - now, ticket.visits() ? 0 : untilNextLook(shared, now));
        if (notBefore > 0) {
            throw notNow(id, Duration.ofNanos(notBefore).plusMillis(ThreadLocalRandom.current().nextLong(20)));
        }
        if (shared.driver.filter(driver -> !driver.equals(id)).isPresent()) {
            shared.takeOvers++;
        }
        shared.driver = Optional.of(id);
        shared.heard = now;
        shared.stretch = 0;
        if (shared.current.isEmpty()) {
            shared.current = Optional.of(new Look(now, wanted(ticket.application(), now)));
        }
        return true;
    }

    /** Those who come due one after the other wait for each other a little, and share a look. */
    private long untilNextLook(Shared shared, long now) {
        Duration between = firstDelay.dividedBy(LOOKS);
        long least = between.compareTo(LATER) > 0 ? LATER.toNanos() : between.toNanos();
        return shared.current.isPresent() ? 0 : shared.last.map(look -> look.begun() + least - now).orElse(0L);
    }

    /** A visitor goes home meanwhile, and may come to another gateway the next time. */
    private NotYet notNow(TicketName id, Duration delay) {
        if (open.get(id).visits()) {
            open.remove(id);
        }
        return again(id, delay);
    }

    private static boolean isTold(Shared shared, TicketName id, long due) {
        return shared.last.filter(look -> look.serves(id, due)).isPresent()
                || shared.current.flatMap(look -> look.found(id)).isPresent();
    }

    private void waitABit() {
        try {
            wait(LATER.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<TicketName, Wanted> wanted(String application, long now) {
        Map<TicketName, Wanted> wanted = new HashMap<>();
        open.forEach((id, ticket) -> {
            if (ticket.application().equals(application) && ticket.due() - now <= 0) {
                Duration clocks = ticket.visits() ? GATEWAYS : Duration.ZERO;
                Set<String> before = new HashSet<>();
                ticket.doubt().after().ifPresent(before::add);
                known.getOrDefault(application, new ArrayDeque<>()).stream()
                        .filter(run -> run.answered().isBefore(ticket.sent().minus(clocks))).map(Known::run)
                        .forEach(before::add);
                wanted.put(id, new Wanted(id, ticket.experiment(), ticket.sent(), clocks, before));
            }
        });
        return wanted;
    }

    /** The longer it takes, the less often it is asked whether it is over. */
    private static Duration soon(Duration silence) {
        long least = Math.max(SOON.toMillis(), Math.min(silence.toMillis(), LATER.toMillis()));
        return Duration.ofMillis(least + ThreadLocalRandom.current().nextLong(least));
    }

    private static NotYet again(TicketName id, Duration delay) {
        return new NotYet("the run of ticket " + id + " is in doubt", delay.plusMillis(1));
    }

    private Optional<Look> drivenBy(TicketName id) {
        Open ticket = open.get(id);
        return ticket == null ? Optional.empty() : Optional.ofNullable(applications.get(ticket.application()))
                .filter(shared -> shared.driver.filter(id::equals).isPresent()).flatMap(shared -> shared.current);
    }

    /**
     * @param id the ticket's name
     * @return whether another page is to be asked for by whoever makes its look; not after a fault
     */
    public synchronized boolean goesOn(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return drivenBy(id).filter(look -> !look.isOver()).isPresent()
                && applications.get(open.get(id).application()).stretch < STRETCH;
    }

    /**
     * @param id the ticket's name
     * @return the path of the next page: the account's queue, or the application's runs
     */
    public synchronized String path(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return drivenBy(id).filter(Look::isInQueue).map(look -> "/v1/account/queue")
                .orElseGet(() -> "/v1/applications/" + open.get(id).application() + "/runs");
    }

    /**
     * @param id the ticket's name
     * @return the query of the next page, empty for the first one
     */
    public synchronized String query(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return drivenBy(id).flatMap(Look::next)
                .map(token -> "pagetoken=" + URLEncoder.encode(token, StandardCharsets.UTF_8)).orElse("");
    }

    /**
     * A page has come.
     *
     * @param id   the ticket's name
     * @param page the page
     * @param date the service's time as its {@code Date} header tells it; null where it does not
     */
    public synchronized void page(@ExchangeProperty(Slots.TICKET) TicketName id, @Body RunList page,
            @Header("Date") String date) {
        drivenBy(id).ifPresent(look -> {
            Shared shared = applications.get(open.get(id).application());
            shared.heard = nanos.getAsLong();
            shared.stretch++;
            shared.failures = 0;
            shared.takeOvers = 0;
            look.page(page, time(date), clock.instant());
            over(shared, look);
        });
    }

    private static void over(Shared shared, Look look) {
        if (look.isOver()) {
            shared.last = Optional.of(look);
            shared.current = Optional.empty();
        }
    }

    private static Optional<Instant> time(String date) {
        try {
            return date == null ? Optional.empty()
                    : Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * A page did not come. A queue that may not be seen is passed over; a token that is refused ends the look; after all
     * else the look goes on with the same page later, for whoever comes first.
     *
     * @param id    the ticket's name
     * @param fault what it met
     * @throws Exception the same in that last case, and where the application is not known
     */
    public synchronized void notCome(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception fault) throws Exception {
        Optional<Look> driven = drivenBy(id);
        if (driven.isPresent() && fault instanceof Fault known) {
            Look look = driven.get();
            if (look.isInQueue() && (known.status() == 403 || known.status() == 404)) {
                look.withoutQueue();
                return;
            }
            if (known.kind() == Kind.REQUEST && look.next().isPresent()) {
                LOG.warn("{}: the service refuses the token that it has given for the next page of runs: {}", id,
                        known.getMessage());
                look.end();
                over(applications.get(open.get(id).application()), look);
                return;
            }
        }
        if (driven.isPresent()) {
            Shared shared = applications.get(open.get(id).application());
            Duration asked = fault instanceof Fault known ? known.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
            Duration delay = retry.after(shared.failures++, ThreadLocalRandom.current());
            shared.notBefore = nanos.getAsLong() + (asked.compareTo(delay) > 0 ? asked : delay).toNanos();
            release(id);
        }
        throw fault;
    }

    private void release(TicketName id) {
        Open ticket = open.get(id);
        Shared shared = ticket == null ? null : applications.get(ticket.application());
        if (shared != null && shared.driver.filter(id::equals).isPresent()) {
            shared.driver = Optional.empty();
        }
        if (ticket != null && ticket.visits()) {
            open.remove(id);
        }
        notifyAll();
    }

    /**
     * Concludes from the last look.
     *
     * @param id the ticket's name
     * @return the ticket: adopted, or as it was before the request, or ended when nobody can tell
     * @throws NotYet if it must be looked for again
     */
    public Ticket conclude(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Told told = told(id);
        Ticket ticket = tickets.read(id);
        if (told.run().isPresent()) {
            LOG.info("{}: {} had been submitted, it is run {}", id, ticket.file(), told.run().get());
            failed.passed(ticket);
            return done(ticket.submitted(told.run().get(), clock.instant(), maxDuration));
        }
        boolean enough = told.doubt().looks() >= LOOKS && told.lacks().isZero();
        if (enough && !told.missed()) {
            LOG.info("{}: {} had not been submitted", id, ticket.file());
            return notStarted(ticket);
        }
        if (enough && told.doubt().looks() >= MOST_LOOKS) {
            return done(ticket.ended(Endings.inDoubtByItsList(id, clock.instant())));
        }
        return lookAgain(id, told);
    }

    /** What a look tells of a ticket; what it lacks is how long it must be looked for yet. */
    private record Told(Optional<String> run, Doubt doubt, boolean missed, Duration lacks, boolean visits) {
    }

    private synchronized Told told(TicketName id) {
        Open ticket = open.get(id);
        if (ticket == null) {
            throw again(id, SOON);
        }
        Shared shared = applications.get(ticket.application());
        Optional<Look> told = shared.last.filter(look -> look.serves(id, ticket.due()));
        Optional<String> run = told.or(() -> shared.current).flatMap(look -> look.found(id));
        boolean driven = shared.driver.filter(id::equals).isPresent();
        release(id);
        if (run.isEmpty() && told.isEmpty()) {
            // The look has come to the end of a stretch, and goes on; at the end of a list that was refused it is over.
            Duration pause = firstDelay.dividedBy(LOOKS);
            throw again(id, driven && pause.compareTo(LATER) > 0 ? LATER : pause);
        }
        Instant now = told.flatMap(Look::date).orElseGet(clock::instant);
        Doubt doubt = ticket.doubt();
        boolean missed = run.isEmpty() && told.get().canHaveMissed(id, doubt.shown());
        Doubt next = run.isEmpty() ? doubt.looked(now, missed, told.get().newest()) : doubt;
        return new Told(run, next, missed, ticket.visits() ? lacks(next, now) : Duration.ZERO, ticket.visits());
    }

    /**
     * A visitor's delays are kept by its broker and measured by the clocks of several gateways, any of which may be wrong:
     * the service's own clock must say too that it was looked for long enough, to the second.
     */
    private Duration lacks(Doubt doubt, Instant now) {
        Duration time = Duration.between(doubt.since().orElse(now), now);
        Duration lacks = firstDelay.multipliedBy((1L << (LOOKS - 1)) - 1).plusSeconds(1).minus(time);
        return lacks.isNegative() ? Duration.ZERO : lacks;
    }

    /** Others wait for nothing. A visitor is carried along with its input, so it is looked for once more, at the end. */
    private Ticket lookAgain(TicketName id, Told told) {
        boolean last = told.visits() && told.doubt().looks() < LOOKS;
        Doubt doubt = last ? new Doubt(told.doubt().after(), told.doubt().since(), LOOKS - 1, told.doubt().shown())
                : told.doubt();
        Duration delay = firstDelay.multipliedBy(1L << (told.doubt().looks() - 1));
        // A second more than it lacks: the service tells its time in seconds.
        Duration lacks = told.lacks().isZero() ? told.lacks() : told.lacks().plusSeconds(1);
        Duration next = lacks.compareTo(delay) > 0 ? lacks : delay;
        if (told.visits()) {
            tickets.note(id, Optional.of(doubt));
        } else {
            synchronized (this) {
                open.computeIfPresent(id, (name, ticket) -> ticket.next(doubt, nanos.getAsLong() + next.toNanos()));
            }
        }
        throw again(id, next);
    }

    /** It waits before the request is sent again, longer each time: nobody else is in its line. */
    private Ticket notStarted(Ticket ticket) {
        Optional<Ending> givenUp = failed.ending(ticket);
        if (givenUp.isPresent()) {
            return done(ticket.ended(givenUp.get()));
        }
        Ticket again = done(ticket.notStarted());
        Duration delay = failed.delay(again);
        if (!delay.isZero()) {
            throw new NotYet(ticket.file() + " is submitted again later", delay);
        }
        return again;
    }

    private Ticket done(Ticket next) {
        tickets.write(next);
        tickets.note(next.id(), Optional.empty());
        know(next);
        forget(next.id());
        return next;
    }

    /**
     * The ticket is not ours any more, or not in doubt.
     *
     * @param ticket its name
     */
    public synchronized void forget(@ExchangeProperty(Slots.TICKET) TicketName ticket) {
        release(ticket);
        open.remove(ticket);
    }
}
