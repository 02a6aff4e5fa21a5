package io.camelnextmv.await;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.retry.Timers;
import io.camelnextmv.ticket.TicketName;
import java.time.Instant;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.camel.ExchangeProperty;

/** The tickets that wait for their run at the moment, and the way to wake one of them. Safe for many threads. */
public final class Waiters {
    private static final int EARLY = 1000;
    private final Timers timers;
    private final Deque<String> early = new ConcurrentLinkedDeque<>();
    private final Map<String, TicketName> ticketOfRun = new ConcurrentHashMap<>();
    private final Map<TicketName, Waiter> waiters = new ConcurrentHashMap<>();
    /** By the account and the ticket: two accounts, or two tickets, may have a run of the same id. */
    private final Map<String, Map<TicketName, String>> runsOf = new ConcurrentHashMap<>();

    /**
     * @param run      its run's id
     * @param account  the account that the run belongs to
     * @param until    until when it waits, by a clock that does not jump
     * @param deadline the same, by the machine's clock, as its ticket says
     */
    record Waiter(String run, String account, Instant until, Instant deadline) {
    }

    /** @param timers where they sleep */
    public Waiters(Timers timers) {
        this.timers = timers;
    }

    /** A ticket begins to wait. */
    void enter(TicketName ticket, Waiter waiter) {
        waiters.put(ticket, waiter);
        ticketOfRun.put(waiter.run(), ticket);
        runsIn(waiter.account()).put(ticket, waiter.run());
        if (early.removeFirstOccurrence(waiter.run())) {
            wake(waiter.run());
        }
    }

    /** The machine's clock was set, and the ticket says so. */
    void clockSet(TicketName ticket, Instant deadline) {
        waiters.computeIfPresent(ticket, (id, was) -> new Waiter(was.run(), was.account(), was.until(), deadline));
    }

    /**
     * Says whose delay the calling thread is about to begin, which an alarm may end.
     *
     * @param ticket the ticket's name
     */
    void delays(TicketName ticket) {
        timers.nextIs(ticket, true);
    }

    /**
     * A ticket waits no longer.
     *
     * @param ticket its name
     */
    public void leave(@ExchangeProperty(Slots.TICKET) TicketName ticket) {
        Waiter left = waiters.remove(ticket);
        if (left != null) {
            runsIn(left.account()).remove(ticket);
            // One after the other with wake: no alarm is raised for who has left.
            ticketOfRun.computeIfPresent(left.run(), (id, waiting) -> {
                timers.heard(ticket);
                return waiting.equals(ticket) ? null : waiting;
            });
        }
    }

    /**
     * Looks at a run now, if a ticket waits for it; nothing happens otherwise.
     *
     * @param run a run's id
     * @return whether a ticket waits for it
     */
    public boolean wake(String run) {
        return wake(run, false);
    }

    /**
     * The same, where the news may be quicker than the answer that tells us the run's id.
     *
     * @param run      a run's id
     * @param remember whether to look as soon as a ticket waits for it, if none does yet; the last 1,000 are remembered
     * @return whether a ticket waits for it
     */
    public boolean wake(String run, boolean remember) {
        boolean waits = ring(run);
        if (!waits && remember) {
            early.add(run);
            while (early.size() > EARLY) {
                early.pollFirst();
            }
            // Somebody may have begun to wait in between.
            waits = ring(run);
        }
        return waits;
    }

    private boolean ring(String run) {
        return ticketOfRun.computeIfPresent(run, (id, ticket) -> {
            timers.alarm(ticket);
            return ticket;
        }) != null;
    }

    /**
     * To be asked when a check begins: an alarm that comes later leads to another check.
     *
     * @param ticket the ticket's name
     * @return whether it was woken, and did not wake by itself
     */
    public boolean wasWoken(TicketName ticket) {
        return timers.heard(ticket);
    }

    /** Whether it was woken and has not been checked since. */
    boolean isWoken(TicketName ticket) {
        return timers.isAlarmed(ticket);
    }

    /** Empty where it does not wait here. */
    Optional<Waiter> of(TicketName ticket) {
        return Optional.ofNullable(waiters.get(ticket));
    }

    /** The account of its run; empty where it does not wait here. */
    Optional<String> account(TicketName ticket) {
        return of(ticket).map(Waiter::account);
    }

    /** @return how many wait */
    public int count() {
        return waiters.size();
    }

    /**
     * The runs of an account that are waited for.
     *
     * @param account the account, as the tickets name it
     * @return their ids; a view, to be looked at and not to be kept
     */
    Collection<String> runsOf(String account) {
        return runsIn(account).values();
    }

    private Map<TicketName, String> runsIn(String account) {
        return runsOf.computeIfAbsent(account, name -> new ConcurrentHashMap<>());
    }
}
