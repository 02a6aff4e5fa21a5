package io.camelnextmv.pickup;

import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.TicketName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The room for inputs on their way, which several accounts share. A part of it is kept for each of them: where one has
 * many inputs that do not go on, because of its key, its service or its limits, the others still have theirs. Safe for many
 * threads.
 */
final class Room {
    /** One half is kept, in equal parts; the other half is for whoever comes first. */
    private static final int KEPT = 2;
    private final TicketStore tickets;
    private final Accounts accounts;
    private final int most;
    /** Whose each ticket is that is in flight, which never changes; empty where the settings have no such account. */
    private final Map<TicketName, Optional<String>> whose = new HashMap<>();

    Room(TicketStore tickets, Accounts accounts, int most) {
        this.tickets = tickets;
        this.accounts = accounts;
        this.most = most;
    }

    /** Whether there is room for one more, whosever it is. */
    boolean isThere() {
        return tickets.inFlight() < most;
    }

    /** Whether there is room for one more input of an account. */
    synchronized boolean isThereFor(Account account) {
        List<Account> all = accounts.all();
        if (all.size() == 1) {
            return isThere();
        }
        Set<TicketName> inFlight = tickets.allInFlight();
        whose.keySet().retainAll(inFlight);
        inFlight.forEach(this::learn);
        // What waits for settings that are gone may do so for long: it takes nobody's room.
        long taken = inFlight.size() - whose.values().stream().filter(Optional::isEmpty).count();
        Map<String, Long> each = whose.values().stream().flatMap(Optional::stream)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        long part = most / (KEPT * all.size());
        long kept = all.stream().filter(other -> !other.equals(account))
                .mapToLong(other -> Math.max(0, part - each.getOrDefault(other.name(), 0L))).sum();
        return taken + kept < most;
    }

    /** One that has just come, or goes, counts, and is looked at again: what is being made must not be mended here. */
    private void learn(TicketName ticket) {
        if (!whose.containsKey(ticket)) {
            tickets.peek(ticket).map(known -> known.plan().account().orElse(Accounts.MAIN)).ifPresent(name ->
                    whose.put(ticket, Optional.ofNullable(accounts.byName().get(name)).map(Account::name)));
        }
    }
}
