package io.camelnextmv;

import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.CircuitBreaker.Outage;
import io.camelnextmv.failure.HeldSteps.Held;
import io.camelnextmv.failure.HeldSteps;
import io.camelnextmv.failure.LastResort;
import io.camelnextmv.limits.Usage;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.submit.SubmitSlots;
import io.camelnextmv.webhook.Events;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Down while nothing gets through to the service, of several accounts to that of none of them, while the folder of the
 * tickets is away, or while steps hang, with the reason and since when. What got stuck is told too, but does not take
 * the gateway down: everything else goes on.
 */
public final class Health extends AbstractHealthCheck {
    private final Accounts accounts;
    private final SubmitSlots slots;
    private final TicketStore tickets;
    private final Events events;
    private final Waiting waiting;
    private final Steps steps;

    /**
     * What waits within the limits of an account, by its name.
     *
     * @param usage  how much of each limit is used
     * @param slowed for how long all wait because the service has asked for it
     */
    record Waiting(Function<String, List<Usage>> usage, Function<String, Optional<Duration>> slowed) {
    }

    /**
     * What does not go on as it should.
     *
     * @param held       which steps hang
     * @param lastResort what got stuck
     */
    record Steps(HeldSteps held, LastResort lastResort) {
    }

    /**
     * @param accounts   whether requests get through
     * @param slots      the applications that take no inputs
     * @param tickets    how many are in flight
     * @param events     how many were taken and refused
     * @param waiting    what waits within the account's limits
     * @param steps      what does not go on as it should
     */
    Health(Accounts accounts, SubmitSlots slots, TicketStore tickets, Events events, Waiting waiting, Steps steps) {
        super("nextmv", "nextmv-cloud");
        this.accounts = accounts;
        this.slots = slots;
        this.tickets = tickets;
        this.events = events;
        this.waiting = waiting;
        this.steps = steps;
    }

    @Override
    public boolean isLiveness() {
        // A restart would mend nothing.
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        boolean there = tickets.isThere();
        builder.detail("tickets.in-hand", tickets.inFlight()).detail("events.taken", events.taken())
                .detail("events.refused", events.refused());
        accounts.all().forEach(account -> limits(builder, account));
        if (!there) {
            builder.message("the folder of the tickets is not there: was its volume unmounted?").down();
            return;
        }
        builder.detail("tickets.set-aside", tickets.setAside());
        builder.detail("tickets.of-later-versions", tickets.ofLaterVersions());
        LastResort.Stuck stuck = steps.lastResort().stuck();
        builder.detail("tickets.stuck", stuck.count());
        stuck.last().ifPresent(last -> builder.detail("tickets.stuck.last", last));
        List<Held> held = steps.held().held();
        builder.detail("steps.held", held.size());
        builder.up();
        // Neither is a reason to stop: what needs no storage goes on, and so do other applications.
        accounts.all().forEach(account -> account.services().storage().outage()
                .ifPresent(now -> detail(builder, of(account) + "storage.", now)));
        slots.troubles().forEach(trouble -> builder.detail("application." + trouble.application(),
                "takes no inputs since " + trouble.since() + ": " + trouble.reason()));
        if (!held.isEmpty()) {
            builder.detail("steps.held.longest", held.get(0).toString())
                    .message(held.size() + " steps go on for longer than they may, the longest of them " + held.get(0)
                            + ": if they do not end, restart the gateway; it goes on with its tickets").down();
        }
        List<String> missing = accounts.missing();
        for (int i = 0; i < missing.size(); i++) {
            builder.detail("accounts.missing." + (i + 1), missing.get(i));
        }
        outages(builder);
    }

    /** One account's outage, or bad key, stops its inputs only: no reason to take the others from whoever sends them. */
    private void outages(HealthCheckResultBuilder builder) {
        List<Account> out = accounts.all().stream().filter(account -> !account.services().api().isClosed()).toList();
        out.forEach(account -> account.services().api().outage().ifPresent(now -> {
            detail(builder, of(account), now);
            builder.detail(of(account) + "outage.next-try", now.nextProbe().toString());
            if (out.size() == accounts.all().size()) {
                builder.message("nothing gets through since " + now.since() + ": " + now.reason()).down();
            }
        }));
    }

    private void limits(HealthCheckResultBuilder builder, Account account) {
        waiting.usage().apply(account.name())
                .forEach(usage -> builder.detail(of(account) + "limit." + usage.limit(), usage.sentence()));
        waiting.slowed().apply(account.name()).ifPresent(time -> builder.detail(of(account) + "limit.slowed-down", "for "
                + (time.toSeconds() + 1) + " s, as the service has asked (429)"));
    }

    private static void detail(HealthCheckResultBuilder builder, String of, Outage now) {
        builder.detail(of + "outage.since", now.since().toString()).detail(of + "outage.reason", now.reason());
    }

    private static String of(Account account) {
        return account.isMain() ? "" : "account." + account.name() + ".";
    }
}
