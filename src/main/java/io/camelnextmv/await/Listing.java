package io.camelnextmv.await;

import io.camelnextmv.cloud.PageTokens;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.cloud.RunList.Row;
import io.camelnextmv.ticket.Ticket;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The runs of an application as they are listed, newest first, page by page, as far back as somebody needs. Not safe for
 * many threads while it is read.
 */
public final class Listing {
    /** 10,000 runs; what lies further back is not looked for. */
    private static final int MOST_PAGES = 200;
    /** Ten times as many, for pages that are fuller than they are said to be: each is held. */
    private static final int MOST = 100_000;
    private final AccountApplication runsOf;
    private final Instant takenAt;
    private final Instant back;
    private final PageTokens tokens = new PageTokens(MOST_PAGES);
    private final Set<String> runs = new HashSet<>();
    private Optional<String> next = Optional.empty();
    private Optional<Instant> oldest = Optional.empty();
    private boolean more = true;
    private boolean ended;

    /**
     * Of what a list names the runs.
     *
     * @param account     the inbox whose account it is; empty for the main one
     * @param application the application
     */
    record AccountApplication(Optional<String> account, String application) {
        static AccountApplication of(Ticket ticket) {
            return new AccountApplication(ticket.plan().account(), ticket.applicationId());
        }
    }

    /**
     * @param runsOf  of what application its runs are
     * @param takenAt the time
     * @param back    how far back it is to reach
     */
    Listing(AccountApplication runsOf, Instant takenAt, Instant back) {
        this.runsOf = runsOf;
        this.takenAt = takenAt;
        this.back = back;
    }

    AccountApplication runsOf() {
        return runsOf;
    }

    Instant takenAt() {
        return takenAt;
    }

    Optional<String> next() {
        return next;
    }

    boolean goesOn() {
        return more;
    }

    /** A page has come. */
    void page(RunList page) {
        for (Row row : page.runs()) {
            runs.add(row.id());
            oldest = row.createdAt().filter(created -> oldest.filter(created::isAfter).isEmpty()).or(() -> oldest);
        }
        // One that leads back to a page that was read is not the end: nobody knows what lies behind it.
        ended = page.nextPageToken().isEmpty();
        next = tokens.after(page.nextPageToken()).filter(token -> runs.size() < MOST);
        more = next.isPresent() && !reaches(back);
    }

    /** The key may not list them, or the service does not. */
    void refused() {
        ended = false;
        more = false;
    }

    boolean names(String run) {
        return runs.contains(run);
    }

    /** Whether a run that is older than this is listed, so that a newer one would be listed, too. */
    boolean reaches(Instant time) {
        return oldest.filter(time::isAfter).isPresent();
    }

    /** Whether it has come to its end: there is no older run. */
    boolean isWhole() {
        return ended;
    }
}
