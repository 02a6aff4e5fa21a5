package io.camelnextmv.store;

import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tickets that this process works on, what is known of each, and who is told of them. Safe for many threads. */
public final class InFlight {
    private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);
    private final ConcurrentHashMap<TicketName, Held> held = new ConcurrentHashMap<>();
    private final Set<TicketName> names = held.keySet(Held.NOTHING);
    private final List<TicketWatch> watches = new CopyOnWriteArrayList<>();

    /** A ticket as it was last read or written, and the file that it was. */
    private record AsRead(FileStamp stamp, Ticket ticket) {
    }

    /** How far the waiting is, and what the disk says of it, which may be less. */
    private record Waiting(Progress is, Progress written) {
    }

    /** As many as there are tickets in flight, which {@code nextmv.max-in-flight} bounds: about a kilobyte each. */
    private record Held(Optional<OnItsWay> known, Optional<AsRead> read, Optional<Waiting> waiting) {
        static final Held NOTHING = new Held(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Their names, to be added to and taken from. */
    Set<TicketName> names() {
        return names;
    }

    /**
     * @param ticket a ticket's name
     * @return whether this process works on it, for longer than one step of a broker's
     */
    public boolean has(TicketName ticket) {
        return names.contains(ticket);
    }

    /** @param watch is told from now on what happens to tickets, also to those that are here for one step */
    public void tell(TicketWatch watch) {
        watches.add(watch);
    }

    Optional<OnItsWay> of(TicketName ticket) {
        return held.getOrDefault(ticket, Held.NOTHING).known();
    }

    /** @return how many there are, by their states; what was not looked at yet is in none of them */
    public Map<Ticket.State, Integer> byState() {
        Map<Ticket.State, Integer> counts = new EnumMap<>(Ticket.State.class);
        held.values().forEach(one -> one.known().ifPresent(ticket -> counts.merge(ticket.state(), 1, Integer::sum)));
        return counts;
    }

    /** @return since when the longest of those has been waited for that have a run; empty if none has one */
    public Optional<Instant> longestWaiting() {
        return held.values().stream().map(Held::known).flatMap(Optional::stream)
                .filter(one -> one.state() == Ticket.State.SUBMITTED).map(one -> one.submittedAt().orElse(one.claimedAt())).min(Comparator.naturalOrder());
    }

    /** A ticket is as it was found: nothing has happened. */
    void found(Ticket ticket) {
        held.computeIfPresent(ticket.id(), (id, before) -> new Held(Optional.of(OnItsWay.of(ticket)), before.read(),
                before.waiting()));
    }

    /** The ticket as it was read, where its file is still the one that was read. */
    Optional<Ticket> read(TicketName ticket, FileStamp stamp) {
        return held.getOrDefault(ticket, Held.NOTHING).read().filter(one -> one.stamp().equals(stamp)).map(AsRead::ticket);
    }

    /** A ticket was read or written; it is remembered while it is in flight. */
    void remember(Ticket ticket, FileStamp stamp) {
        held.computeIfPresent(ticket.id(), (id, before) -> new Held(before.known(), Optional.of(new AsRead(stamp, ticket)),
                before.waiting()));
    }

    /**
     * A ticket is not worked on for long: what can be read again is forgotten.
     *
     * @param ticket its name
     */
    public void isNotNeededSoon(TicketName ticket) {
        held.computeIfPresent(ticket, (id, before) -> new Held(before.known(), Optional.empty(), before.waiting()));
    }

    /** How far the waiting is, as it was told here last. */
    Optional<Progress> progress(TicketName ticket) {
        return held.getOrDefault(ticket, Held.NOTHING).waiting().map(Waiting::is);
    }

    /** Whether the disk is to be told how far the waiting is: not at each check, once there were many. */
    boolean isWorthWriting(TicketName ticket, Progress now) {
        return held.getOrDefault(ticket, Held.NOTHING).waiting().filter(before -> now.isLittleMoreThan(before.written()))
                .isEmpty();
    }

    /** The same where that is not told again for so long, as long as the run's status stays what it is. */
    boolean isWorthWritingAfter(Duration seldom, TicketName ticket, Progress now) {
        return held.getOrDefault(ticket, Held.NOTHING).waiting().filter(before -> now.isSoonAfter(before.written(), seldom))
                .isEmpty();
    }

    /** How far the waiting is; it is remembered while the ticket is in flight. */
    void remember(TicketName ticket, Progress now, boolean written) {
        held.computeIfPresent(ticket, (id, before) -> new Held(before.known(), before.read(), Optional.of(
                new Waiting(now, written ? now : before.waiting().map(Waiting::written).orElse(Progress.NONE)))));
    }

    /** A ticket was written down. */
    void written(Optional<Ticket.State> visited, Ticket ticket) {
        Optional<Ticket.State> before = visited.or(() -> of(ticket.id()).map(OnItsWay::state));
        found(ticket);
        if (before.filter(ticket.state()::equals).isEmpty()) {
            tell(ticket.id(), watch -> watch.changed(before, ticket));
        }
    }

    /** Whoever only watches stops nobody. */
    private void tell(TicketName ticket, Consumer<TicketWatch> what) {
        for (TicketWatch watch : watches) {
            try {
                what.accept(watch);
            } catch (RuntimeException e) {
                LOG.error("{}: what watches tickets does not take what it is told of it", ticket, e);
            }
        }
    }

    Ticket seen(Ticket ticket) {
        tell(ticket.id(), watch -> watch.seen(ticket));
        return ticket;
    }

    Progress noted(TicketName ticket, Progress progress) {
        tell(ticket, watch -> watch.noted(ticket, progress));
        return progress;
    }

    void checked(TicketName ticket) {
        tell(ticket, TicketWatch::checked);
    }

    void delivered(Ticket ticket, String where) {
        tell(ticket.id(), watch -> watch.delivered(ticket, where));
    }
}
