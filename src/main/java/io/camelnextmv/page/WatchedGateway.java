package io.camelnextmv.page;

import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.limits.Usage;
import io.camelnextmv.retention.Kept;
import io.camelnextmv.steer.GatewayNotice;
import io.camelnextmv.store.TicketStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How the gateway itself is: whether requests get through, and what an operator should know. */
final class WatchedGateway {
    private final Supplier<GatewayNotice.Content> notice;
    private final Accounts accounts;
    private final TicketStore tickets;
    private final IntSupplier stuck;
    private final String version;
    private final Supplier<Optional<Kept>> kept;

    /**
     * @param notice   what other processes are told of it
     * @param accounts whether requests get through
     * @param tickets  what is in flight
     * @param stuck    how many tickets got stuck since the start
     * @param version  the program's version
     * @param kept     how much is kept in archive and outboxes, as it was counted last
     */
    WatchedGateway(Supplier<GatewayNotice.Content> notice, Accounts accounts, TicketStore tickets, IntSupplier stuck,
            String version, Supplier<Optional<Kept>> kept) {
        this.notice = notice;
        this.accounts = accounts;
        this.tickets = tickets;
        this.stuck = stuck;
        this.version = version;
        this.kept = kept;
    }

    PageState.Gateway itself() {
        GatewayNotice.Content now = notice.get();
        return new PageState.Gateway(now.gateway(), version, now.applicationId(), now.startedAt());
    }

    List<PageState.Way> ways() {
        Instant started = notice.get().startedAt();
        return accounts.all().stream().map(account -> way(account, started)).toList();
    }

    private static PageState.Way way(Account account, Instant started) {
        CircuitBreaker breaker = account.services().api();
        Optional<CircuitBreaker.Outage> outage = breaker.outage();
        // None since the start is the epoch.
        Optional<Instant> last = Optional.of(breaker.lastSuccess()).filter(at -> at.isAfter(Instant.EPOCH));
        Optional<Instant> since = outage.map(CircuitBreaker.Outage::since).or(breaker::overSince)
                .or(() -> last.map(at -> started));
        return new PageState.Way(account.name(), outage.isEmpty(), since, last,
                outage.map(now -> Shown.sentence(now.reason())), outage.map(CircuitBreaker.Outage::nextProbe));
    }

    /** What else there is to know, the worst first. */
    List<String> notes() {
        GatewayNotice.Content now = notice.get();
        List<String> notes = new ArrayList<>();
        if (!tickets.isThere()) {
            notes.add("The folder of the tickets is not there: was its volume unmounted? Nothing new is taken.");
        }
        accounts.all().forEach(account -> account.services().storage().outage().ifPresent(outage -> notes.add(
                "Nothing gets through to the object storage of account " + account.name() + ": " + outage.reason() + ".")));
        now.missing().forEach(sentence -> notes.add(sentence + "."));
        now.applications().forEach(trouble -> notes.add("Application " + trouble + "."));
        if (stuck.getAsInt() > 0) {
            notes.add(stuck.getAsInt() + " inputs got stuck since the start: an error that nobody expected. Their reports, in"
                    + " the folder of errors, say where its trace is.");
        }
        if (tickets.setAside() > 0) {
            notes.add(tickets.setAside() + " tickets were set aside: the gateway cannot go on with them. Look into set-aside/"
                    + " in the folder of the tickets; why.txt says why.");
        }
        Stream.concat(now.slowedUntil().stream(), now.accounts().stream().flatMap(one -> one.slowedUntil().stream()))
                .forEach(until -> notes.add("The service has asked to slow down (429): requests are sent again at " + until + "."));
        return notes.stream().map(Shown::sentence).toList();
    }

    Optional<Kept> kept() {
        return kept.get();
    }

    List<String> limits() {
        GatewayNotice.Content now = notice.get();
        return Stream.concat(now.limits().stream().map(Usage::sentence), now.accounts().stream()
                .flatMap(one -> one.limits().stream().map(usage -> one.inbox() + ": " + usage.sentence()))).toList();
    }
}
