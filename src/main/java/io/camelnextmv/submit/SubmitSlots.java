package io.camelnextmv.submit;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.ticket.TicketName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.camel.ExchangeProperty;

/**
 * How many requests that start a run are sent at the same time, of each account. One that hangs gives its slot to the
 * next. An application at which several inputs in a row have failed is suspect: it has one slot until one of its inputs
 * gets through. So neither takes the slots from the others. Safe for many threads.
 */
public final class SubmitSlots {
    /** Longer than starting a run takes. */
    private static final Duration HANGS = Duration.ofSeconds(3);
    /** So many that hang beside those that have a slot: what is held for each is a thread and a connection. */
    private static final int MOST_HANGING = 24;
    private static final Duration SOON = Duration.ofMillis(100);
    /** Within this time whoever was sent away comes back, or does not. */
    private static final Duration BACK = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(2);
    private static final Duration AWHILE = Duration.ofMillis(250);
    private final int slots;
    private final BooleanSupplier stopping;
    private final LongSupplier nanos;
    private final Map<TicketName, Request> requests = new HashMap<>();
    private final Map<TicketName, SentAway> sentAway = new HashMap<>();
    private final SuspectApplications applications;

    /** What waits for its turn is not sent yet: it keeps its slot, and does not hang. */
    private record Request(String account, String application, long since, boolean keepsItsSlot, boolean waits) {
    }

    private record SentAway(String account, long since) {
    }

    /**
     * An application that is suspect.
     *
     * @param application its id
     * @param since       since when
     * @param reason      what the last request met
     */
    public record Trouble(String application, Instant since, String reason) {
    }

    /**
     * @param slots    how many requests at the same time, of each account
     * @param stopping whether the process is about to stop
     * @param clock    the time
     * @param nanos    a clock that does not jump, in ns
     */
    public SubmitSlots(int slots, BooleanSupplier stopping, Clock clock, LongSupplier nanos) {
        this.slots = slots;
        this.stopping = stopping;
        this.nanos = nanos;
        this.applications = new SuspectApplications(clock);
    }

    /**
     * Takes a slot for what begins, in the order in which it comes: waits until there is one.
     *
     * @param ticket  the ticket's name
     * @param account as whom its request is sent
     * @throws NotYet at a stop
     */
    public synchronized void take(TicketName ticket, String account) {
        while (free(account) <= comingBack(account) || of(account).count() >= slots + MOST_HANGING) {
            if (stopping.getAsBoolean()) {
                throw new NotYet("the process stops", SOON);
            }
            pause();
        }
        requests.put(ticket, new Request(account, "", nanos.getAsLong(), false, false));
    }

    /**
     * A request is to be sent when its turn comes: its ticket has a slot already, or gets one if one is free.
     *
     * @param ticket       whose request it is
     * @param account      as whom it is sent
     * @param application  where it goes
     * @param keepsItsSlot whether the slot is kept however long the request takes
     * @throws NotYet if there is none, or the application is suspect and has one already
     */
    synchronized void enter(TicketName ticket, String account, String application, boolean keepsItsSlot) {
        if (keepsItsSlot) {
            waitForOne(account);
        }
        boolean hasOne = requests.remove(ticket) != null;
        sentAway.remove(ticket);
        if (isSuspect(application) && inFlight(application) > 0) {
            notifyAll();
            throw new NotYet("application " + application + " takes no inputs at the moment",
                    LATER.plusMillis(ThreadLocalRandom.current().nextLong(LATER.toMillis())));
        }
        if (!hasOne && free(account) <= 0) {
            // It may come back to another gateway.
            forgetWhoStaysAway();
            sentAway.put(ticket, new SentAway(account, nanos.getAsLong()));
            throw new NotYet("as many runs are being submitted as may be", SOON);
        }
        requests.put(ticket, new Request(account, application, nanos.getAsLong(), keepsItsSlot, false));
    }

    /** A ticket that has entered waits for its turn, or has waited: its request is sent from now on. */
    synchronized void waits(TicketName ticket, boolean still) {
        requests.computeIfPresent(ticket, (name, request) -> new Request(request.account(), request.application(),
                nanos.getAsLong(), request.keepsItsSlot(), still));
    }

    /** Whether it has entered, and waits for its turn. */
    synchronized boolean waits(TicketName ticket) {
        return Optional.ofNullable(requests.get(ticket)).filter(Request::waits).isPresent();
    }

    /** To be sent to its broker and back costs a visitor more than the time that most requests take. */
    private void waitForOne(String account) {
        long begun = nanos.getAsLong();
        while (free(account) <= 0 && nanos.getAsLong() - begun < AWHILE.toNanos() && !stopping.getAsBoolean()) {
            pause();
        }
    }

    /** The ticket's slot, if it has one, is kept however long its step takes. */
    synchronized void keep(TicketName ticket) {
        requests.computeIfPresent(ticket, (name, request) -> new Request(request.account(), request.application(),
                request.since(), true, request.waits()));
    }

    private Stream<Request> of(String account) {
        return requests.values().stream().filter(request -> request.account().equals(account));
    }

    private long free(String account) {
        return slots - of(account).filter(request -> request.keepsItsSlot() || !hangs(request)).count();
    }

    /** Who was sent away and comes back goes before new ones, which would take every slot before it does. */
    private long comingBack(String account) {
        forgetWhoStaysAway();
        return sentAway.values().stream().filter(sent -> sent.account().equals(account)).count();
    }

    private void forgetWhoStaysAway() {
        sentAway.values().removeIf(sent -> nanos.getAsLong() - sent.since() > BACK.toNanos());
    }

    private void pause() {
        try {
            wait(SOON.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotYet("interrupted while it waited to be submitted", SOON);
        }
    }

    private boolean hangs(Request request) {
        return !request.waits() && nanos.getAsLong() - request.since() > HANGS.toNanos();
    }

    private long inFlight(String application) {
        return requests.values().stream().filter(request -> request.application().equals(application)).count();
    }

    /**
     * @param application an application's id
     * @return whether it has one slot only
     */
    synchronized boolean isSuspect(String application) {
        return applications.isSuspect(application, since -> requests.values().stream()
                .filter(request -> request.application().equals(application) && hangs(request))
                .filter(request -> since.isEmpty() || request.since() - since.get() > 0).count());
    }

    /**
     * @param application an application's id
     * @return whether one of its inputs has got through since the start
     */
    synchronized boolean hasTaken(String application) {
        return applications.hasTaken(application);
    }

    /** @return the same, a sentence each */
    public List<String> sentences() {
        return troubles().stream().map(trouble -> trouble.application() + " takes no inputs since " + trouble.since() + ": "
                + trouble.reason()).toList();
    }

    /** @return the applications that are suspect, for whoever looks */
    public synchronized List<Trouble> troubles() {
        return applications.troubles();
    }

    /**
     * The ticket's step is over, however it ended.
     *
     * @param ticket the ticket's name
     */
    public synchronized void leave(@ExchangeProperty(Slots.TICKET) TicketName ticket) {
        requests.remove(ticket);
        notifyAll();
    }

    /** A run was started, or the input was refused: either way the application takes inputs. */
    synchronized void taken(TicketName ticket, String application) {
        applications.taken(application, nanos.getAsLong());
        leave(ticket);
    }

    /** Nobody knows whether a run was started. */
    synchronized void failed(TicketName ticket, String application, String reason) {
        leave(ticket);
        applications.failed(ticket, application, reason);
    }
}
