package io.camelnextmv.submit;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.submit.Look.Wanted;
import io.camelnextmv.ticket.Doubt;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Who looks for the runs of the tickets in doubt, and when. All tickets of one application that are due share one
 * {@link Look}, and nobody else waits for them. One thread at a time makes a look; it asks for so many pages at a stretch,
 * and whoever comes next goes on where it has stopped. Safe for many threads.
 */
public final class Looks {
    /** By how much the clocks of gateways may differ that share a broker. */
    private static final Duration GATEWAYS = Duration.ofMinutes(2);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LATER = Duration.ofSeconds(1);
    /** Inputs name applications, also such as there are not: of more than these those go that nobody looks into. */
    private static final int MOST = 1000;
    private final TicketStore tickets;
    private final KnownRuns known;
    private final Backoff retry;
    private final LookDelays delays;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<TicketName, DoubtedTicket> open = new HashMap<>();
    private final Map<String, SharedLook> applications = new HashMap<>();

    /**
     * @param tickets    the tickets
     * @param known      the runs that show how far back a list reaches
     * @param retry      the delays after a look that could not be made
     * @param firstDelay the delay between the first look and the second
     * @param clock      the time
     * @param nanos      a clock that does not jump, in ns
     */
    public Looks(TicketStore tickets, KnownRuns known, Backoff retry, Duration firstDelay, Clock clock, LongSupplier nanos) {
        this.tickets = tickets;
        this.known = known;
        this.retry = retry;
        this.delays = new LookDelays(firstDelay);
        this.clock = clock;
        this.nanos = nanos;
    }

    /** How many there are of which nobody knows. */
    synchronized int count() {
        return open.size();
    }

    /** A ticket may have started a run: a look that begins serves it too. */
    synchronized void add(Ticket ticket) {
        if (applications.size() >= MOST) {
            applications.keySet().retainAll(open.values().stream().map(DoubtedTicket::application).toList());
        }
        open.computeIfAbsent(ticket.id(), id -> new DoubtedTicket(ticket.target(),
                ticket.submittingAt().orElse(ticket.claimedAt()), ticket.plan().spec().batchExperimentId(),
                tickets.folder(id).isForOneStep(), tickets.notes().doubt(id), nanos.getAsLong()));
    }

    /**
     * Whether the caller has to make a look, or to go on with one.
     *
     * @throws NotYet if the ticket is not due yet, or somebody makes a look at the moment
     */
    synchronized boolean mustBeMadeBy(TicketName id) {
        DoubtedTicket ticket = open.get(id);
        SharedLook shared = applications.computeIfAbsent(ticket.application(), application -> new SharedLook());
        long now = nanos.getAsLong();
        if (ticket.due() - now > 0) {
            throw again(id, Duration.ofNanos(ticket.due() - now));
        }
        if (shared.tells(id, ticket.due())) {
            return false;
        }
        boolean driven = shared.isDrivenByAnother(id, now);
        if (driven && ticket.visits()) {
            // It would be carried to its broker and back meanwhile.
            waitABit();
            if (shared.tells(id, ticket.due())) {
                return false;
            }
        }
        if (driven) {
            throw notNow(id, LookDelays.soon(shared.silence(now)));
        }
        long left = Math.max(shared.untilNextTry(now), ticket.visits() ? 0 : shared.untilNextLook(now, delays.apart()));
        if (left > 0) {
            throw notNow(id, Duration.ofNanos(left).plusMillis(ThreadLocalRandom.current().nextLong(20)));
        }
        shared.drive(id, now, () -> wanted(ticket.application(), now));
        return true;
    }

    /** A visitor goes home meanwhile, and may come to another gateway the next time. */
    private NotYet notNow(TicketName id, Duration delay) {
        leaveIfItVisits(id);
        return again(id, delay);
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
                Set<String> before = new HashSet<>(known.startedBefore(application, ticket.sent().minus(clocks)));
                ticket.doubt().after().ifPresent(before::add);
                wanted.put(id, new Wanted(id, ticket.experiment(), ticket.sent(), clocks, before));
            }
        });
        return wanted;
    }

    private static NotYet again(TicketName id, Duration delay) {
        return new NotYet("the run of ticket " + id + " is in doubt", delay.plusMillis(1));
    }

    /** What a ticket shares with others, as long as it is in doubt here. */
    private Optional<SharedLook> sharedBy(TicketName id) {
        return Optional.ofNullable(open.get(id)).map(ticket -> applications.get(ticket.application()));
    }

    synchronized boolean goOn(TicketName id) {
        return sharedBy(id).filter(shared -> shared.goesOn(id)).isPresent();
    }

    /** Whether the page that is to be asked for next is one of the account's queue, and not of the application's list. */
    synchronized boolean areInQueue(TicketName id) {
        return sharedBy(id).flatMap(shared -> shared.drivenBy(id)).filter(Look::isInQueue).isPresent();
    }

    /** The token of the next page, empty for the first one. */
    synchronized Optional<String> nextPageOf(TicketName id) {
        return sharedBy(id).flatMap(shared -> shared.drivenBy(id)).flatMap(Look::next);
    }

    /** A page has come, at that time by the service's clock; whoever does not make a look any more is not listened to. */
    synchronized void page(TicketName id, RunList page, Optional<Instant> answered) {
        sharedBy(id).filter(shared -> shared.drivenBy(id).isPresent())
                .ifPresent(shared -> shared.page(page, answered, clock.instant(), nanos.getAsLong()));
    }

    /**
     * A page did not come.
     *
     * @return whether the look goes on without it, or is over; else whoever comes first asks for the same page later
     */
    synchronized boolean goOnWithout(TicketName id, Exception fault) {
        Optional<SharedLook> shared = sharedBy(id).filter(its -> its.drivenBy(id).isPresent());
        if (shared.isEmpty()) {
            return false;
        }
        if (fault instanceof Fault known && shared.get().goesOnWithout(known)) {
            return true;
        }
        Duration asked = fault instanceof Fault known ? known.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
        Duration delay = retry.after(shared.get().failed(), ThreadLocalRandom.current());
        shared.get().notBefore(nanos.getAsLong() + (asked.compareTo(delay) > 0 ? asked : delay).toNanos());
        release(id);
        return false;
    }

    private void release(TicketName id) {
        sharedBy(id).ifPresent(shared -> shared.release(id));
        leaveIfItVisits(id);
        notifyAll();
    }

    private void leaveIfItVisits(TicketName id) {
        Optional.ofNullable(open.get(id)).filter(DoubtedTicket::visits).ifPresent(ticket -> leave(id));
    }

    /** What was seen in its application is kept while somebody is in doubt there: it may be 100,000 runs. */
    private void leave(TicketName id) {
        Optional<DoubtedTicket> left = Optional.ofNullable(open.remove(id));
        if (left.isPresent() && open.values().stream().noneMatch(left.get()::sharesItsApplicationWith)) {
            applications.getOrDefault(left.get().application(), new SharedLook()).forgetWhatWasSeen(left.get().visits());
        }
    }

    /**
     * What the last look tells of a ticket.
     *
     * @throws NotYet if it tells nothing of it
     */
    synchronized Finding finding(TicketName id) {
        DoubtedTicket ticket = open.get(id);
        if (ticket == null) {
            throw again(id, SOON);
        }
        SharedLook shared = applications.get(ticket.application());
        Optional<Look> told = shared.lastFor(id, ticket.due());
        Optional<String> run = shared.found(id, ticket.due());
        boolean driven = shared.isDrivenBy(id);
        release(id);
        if (run.isEmpty() && told.isEmpty()) {
            // The look has come to the end of a stretch, and goes on; at the end of a list that was refused it is over.
            throw again(id, driven ? delays.apart() : delays.pause());
        }
        Instant now = told.flatMap(Look::date).orElseGet(clock::instant);
        Doubt doubt = ticket.doubt();
        boolean missed = run.isEmpty() && told.get().canHaveMissed(id, doubt.shown());
        Doubt next = run.isEmpty() ? doubt.looked(now, missed, told.get().newest()) : doubt;
        return new Finding(run, next, missed, ticket.visits() ? delays.lacks(next, now) : Duration.ZERO, ticket.visits());
    }

    /** Others wait for nothing. A visitor is carried to its broker and back, so it is looked for once more, at the end. */
    NotYet again(TicketName id, Finding found) {
        Doubt doubt = found.doubt();
        Duration next = delays.next(found);
        if (found.visits()) {
            tickets.notes().note(id, Optional.of(doubt.looks() >= Finding.LOOKS ? doubt
                    : new Doubt(doubt.after(), doubt.since(), Finding.LOOKS - 1, doubt.shown())));
        } else {
            synchronized (this) {
                open.computeIfPresent(id, (name, ticket) -> ticket.next(doubt, nanos.getAsLong() + next.toNanos()));
            }
        }
        return again(id, next);
    }

    /** A ticket is not ours any more, or not in doubt. */
    synchronized void forget(TicketName id) {
        release(id);
        leave(id);
    }
}
