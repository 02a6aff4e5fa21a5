package io.camelnextmv.page;

import io.camelnextmv.store.TicketWatch;
import io.camelnextmv.ticket.ConsolePages;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import io.camelnextmv.ticket.TicketName;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is on its way, and the last {@value #KEPT} that have been delivered, in memory: told of by the steps themselves, so that to
 * show them costs no look at the disk. It begins with nothing at a start; what is on its way is there as soon as its ticket is read.
 * Safe for many threads.
 */
final class WatchedTickets implements TicketWatch {
    /** So many delivered ones are remembered. */
    static final int KEPT = 200;
    /** So many rows are left of tickets that are not in flight any more, before they are looked for. */
    private static final int SURPLUS = 1000;
    /** So many kinds of statuses are told apart: they are the service's words. */
    private static final int MOST_STATUSES = 20;
    private final Supplier<Set<TicketName>> inFlight;
    private final IntSupplier size;
    private final ConsolePages pages;
    private final Clock clock;
    private final Map<TicketName, InFlightRow> rows = new ConcurrentHashMap<>();
    private final Deque<DeliveredRow> delivered = new ArrayDeque<>();
    private final Minutes minutes = new Minutes();
    private long count;

    /**
     * @param inFlight the tickets that are in flight
     * @param size     how many these are
     * @param pages    where people look at runs
     * @param clock    the time
     */
    WatchedTickets(Supplier<Set<TicketName>> inFlight, IntSupplier size, ConsolePages pages, Clock clock) {
        this.inFlight = inFlight;
        this.size = size;
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public void seen(Ticket ticket) {
        if (ticket.state() == State.DELIVERED) {
            rows.remove(ticket.id());
            return;
        }
        rows.compute(ticket.id(), (id, before) -> before != null && before.isStill(ticket) ? before
                : InFlightRow.of(ticket, pages));
        if (rows.size() > 2 * size.getAsInt() + SURPLUS) {
            forgetOthers();
        }
    }

    /** A ticket may leave in other ways: another gateway takes it over, it goes back to its broker. */
    private void forgetOthers() {
        rows.keySet().retainAll(inFlight.get());
    }

    @Override
    public void noted(TicketName ticket, Progress progress) {
        rows.computeIfPresent(ticket, (id, row) -> row.with(progress));
    }

    @Override
    public void delivered(Ticket ticket, String where) {
        DeliveredRow row = DeliveredRow.of(ticket, where, pages, clock.instant());
        minutes.add(row);
        synchronized (delivered) {
            count++;
            delivered.addFirst(row);
            if (delivered.size() > KEPT) {
                delivered.removeLast();
            }
        }
    }

    /** @return of all that is on its way how much there is, and what somebody wants to see of it */
    PageState.OnTheWay onTheWay(Question question) {
        forgetOthers();
        List<InFlightRow> all = List.copyOf(rows.values());
        List<InFlightRow> matching = all.stream().filter(row -> question.wants(row::has)).toList();
        return new PageState.OnTheWay(all.size(), counts(all.stream().map(row -> row.step().words())),
                counts(all.stream().filter(row -> row.step() == InFlightRow.Step.WAITING)
                        .map(row -> row.status().orElse("not looked at yet"))),
                matching.size(), matching.stream().sorted(question.order()).limit(question.rows()).toList());
    }

    private static Map<String, Long> counts(Stream<String> words) {
        TreeMap<String, Long> counts = words.collect(Collectors.groupingBy(Function.identity(), TreeMap::new,
                Collectors.counting()));
        while (counts.size() > MOST_STATUSES) {
            counts.pollLastEntry();
        }
        return counts;
    }

    /** @return whether a ticket is on its way here */
    boolean isOnItsWay(TicketName ticket) {
        // It may have left in another way, and a row of it be left.
        return rows.containsKey(ticket) && inFlight.get().contains(ticket);
    }

    /** @return the last ones, the last one first */
    List<DeliveredRow> delivered() {
        synchronized (delivered) {
            return List.copyOf(delivered);
        }
    }

    /** @return how many were delivered since the start */
    long count() {
        synchronized (delivered) {
            return count;
        }
    }

    /** @return what was delivered in each of the last minutes */
    List<Minutes.Point> minutes() {
        return minutes.until(clock.instant());
    }
}
