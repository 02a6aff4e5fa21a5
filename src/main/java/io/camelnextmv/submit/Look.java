package io.camelnextmv.submit;

import io.camelnextmv.cloud.PageTokens;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.cloud.RunList.Row;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One look at what was started in an application, for all its tickets in doubt: first the account's queue, then the
 * application's run list, page by page, until it is further back than the oldest of their requests. Not safe for many
 * threads: {@link Looks} guards it.
 */
final class Look {
    /** 100,000 runs: what lies further back is not looked for, and cannot be told. */
    private static final int MOST_PAGES = 2000;
    /** Pages in a row without a new run: others start them more quickly than pages come, or the list goes round. */
    private static final int MOST_STALE = 20;
    /** What the clocks of a process and the service leave out, measured as they are by a {@code Date} in seconds. */
    private static final Duration CLOCKS = Duration.ofSeconds(2);

    private final long begun;
    private final Map<TicketName, Wanted> wanted;
    private final Map<TicketName, String> found = new HashMap<>();
    private final Set<TicketName> reached = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private PageTokens tokens = new PageTokens(MOST_PAGES);
    private List<String> newest = List.of();
    private Optional<Instant> date = Optional.empty();
    private Optional<String> next = Optional.empty();
    private boolean inQueue = true;
    private boolean ended;
    private int stale;

    /**
     * A run that is looked for.
     *
     * @param ticket     the ticket's name, its mark
     * @param experiment the experiment that it was to be attached to
     * @param sent       when its request was about to be sent, by the clock of the gateway that did
     * @param clocks     by how much that clock may differ from ours
     * @param before     runs that are known to be older than the request
     */
    record Wanted(TicketName ticket, Optional<String> experiment, Instant sent, Duration clocks, Set<String> before) {
    }

    /**
     * @param begun  when it begins, in ns
     * @param wanted what is looked for, by the tickets' names
     */
    Look(long begun, Map<TicketName, Wanted> wanted) {
        this.begun = begun;
        this.wanted = Map.copyOf(wanted);
    }

    long begun() {
        return begun;
    }

    /** Whether it was made for a ticket, and not before it was due. */
    boolean serves(TicketName ticket, long due) {
        return wanted.containsKey(ticket) && begun - due >= 0;
    }

    /** Whether the queue's page is the next one, and not the list's. */
    boolean isInQueue() {
        return inQueue;
    }

    /** The token of the next page. */
    Optional<String> next() {
        return next;
    }

    boolean isOver() {
        return ended;
    }

    /** The run of a ticket, if it was seen. */
    Optional<String> found(TicketName ticket) {
        return Optional.ofNullable(found.get(ticket));
    }

    /**
     * Whether a ticket's run can have been missed: the look has not reached back to its request, nor to a run that an
     * earlier look has shown which had.
     */
    boolean canHaveMissed(TicketName ticket, List<String> shown) {
        return !reached.contains(ticket) && shown.stream().noneMatch(seen::contains);
    }

    List<String> newest() {
        return newest;
    }

    /** When it began, by the service's clock; empty where the service does not tell. */
    Optional<Instant> date() {
        return date;
    }

    /** A key that may run inputs need not be allowed to see the queue: it is seen as an empty one. */
    void withoutQueue() {
        inQueue = false;
        next = Optional.empty();
        tokens = new PageTokens(MOST_PAGES);
    }

    /** The next page cannot be had: what was seen is all. */
    void end() {
        ended = true;
    }

    /**
     * A page has come.
     *
     * @param page    the page
     * @param answered the service's time, empty where it does not tell
     * @param now     our time
     */
    void page(RunList page, Optional<Instant> answered, Instant now) {
        page.runs().forEach(this::look);
        // What was found is looked for no further.
        reached.addAll(found.keySet());
        ended = reached.containsAll(wanted.keySet());
        Optional<String> token = tokens.after(page.nextPageToken());
        if (inQueue && token.isPresent()) {
            next = token;
        } else if (inQueue) {
            withoutQueue();
        } else {
            listGoesOn(page, token, answered, now);
        }
    }

    private void listGoesOn(RunList page, Optional<String> token, Optional<Instant> answered, Instant now) {
        if (date.isEmpty()) {
            date = answered;
        }
        if (newest.isEmpty()) {
            newest = page.runs().stream().map(Row::id).toList();
        }
        boolean paged = next.isPresent();
        long fresh = page.runs().stream().map(Row::id).filter(seen::add).count();
        stale = fresh == 0 ? stale + 1 : 0;
        // A full page without a token is the last one only where the service is known to have pages.
        boolean last = page.nextPageToken().isEmpty() && (paged || page.runs().size() < RunList.LIMIT);
        Optional<Duration> ahead = answered.map(service -> Duration.between(now, service));
        wanted.values().stream().filter(run -> last || reaches(page, run, ahead)).map(Wanted::ticket)
                .forEach(reached::add);
        next = token;
        ended |= token.isEmpty() || reached.containsAll(wanted.keySet()) || stale > MOST_STALE;
    }

    private void look(Row row) {
        wanted.values().stream().filter(run -> row.is(run.ticket().text(), run.experiment()))
                .forEach(run -> found.putIfAbsent(run.ticket(), row.id()));
    }

    /** Where the service does not tell its time, that of a row says nothing: our clock may be ahead. */
    private static boolean reaches(RunList page, Wanted run, Optional<Duration> ahead) {
        if (page.runs().stream().map(Row::id).anyMatch(run.before()::contains)) {
            return true;
        }
        Optional<Instant> oldest = page.runs().stream().map(Row::createdAt).flatMap(Optional::stream)
                .reduce((newer, older) -> older);
        return ahead.isPresent() && oldest.filter(created -> created.minus(ahead.get())
                .isBefore(run.sent().minus(CLOCKS).minus(run.clocks()))).isPresent();
    }
}
