package io.camelnextmv.await;

import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.PageTokens;
import io.camelnextmv.cloud.PagedList;
import io.camelnextmv.cloud.Request;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.cloud.RunList.Row;
import io.camelnextmv.ticket.Ticket;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.Message;

/**
 * The runs of an application as they are listed, newest first, page by page, as far back as somebody needs. Not safe for
 * many threads while it is read.
 */
public final class Listing implements PagedList {
    /** 10,000 runs; what lies further back is not looked for. */
    private static final int MOST_PAGES = 200;
    /** Ten times as many, for pages that are fuller than they are said to be: each is held. */
    private static final int MOST = 100_000;
    private static final int NOT_FOUND = 404;
    private final AccountApplication runsOf;
    private final Instant takenAt;
    private final Instant back;
    private final Consumer<Fault> unknown;
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
     * @param unknown what is done where the application is not known: it throws
     */
    Listing(AccountApplication runsOf, Instant takenAt, Instant back, Consumer<Fault> unknown) {
        this.runsOf = runsOf;
        this.takenAt = takenAt;
        this.back = back;
        this.unknown = unknown;
    }

    AccountApplication runsOf() {
        return runsOf;
    }

    Instant takenAt() {
        return takenAt;
    }

    /** Whether it was read as far as anybody may need it. */
    boolean hasNoMore() {
        return next.isEmpty();
    }

    @Override
    public boolean goesOn() {
        return more;
    }

    /** A key need not be allowed to see it. */
    @Override
    public Request next() {
        return Request.getIfAllowed(ApiPath.runs(runsOf.application()).page(next));
    }

    @Override
    public void page(Message answer) throws Exception {
        page(answer.getMandatoryBody(RunList.class));
    }

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

    /** The key may not list them, or the service does not: it ends there. */
    @Override
    public void notCome(Exception why) throws Exception {
        if (!(why instanceof Fault refusal) || refusal.kind() != Fault.Kind.REQUEST) {
            throw why;
        }
        if (refusal.status() == NOT_FOUND) {
            unknown.accept(refusal);
        }
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
