package io.camelnextmv;

import io.camelnextmv.cloud.CircuitBreakers;
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
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Down while nothing gets through to the service, while the folder of the tickets is away, or while steps hang, with the
 * reason and since when. What got stuck is told too, but does not take the gateway down: everything else goes on.
 */
public final class Health extends AbstractHealthCheck {
    private final CircuitBreakers services;
    private final SubmitSlots slots;
    private final TicketStore tickets;
    private final Events events;
    private final Waiting waiting;
    private final Steps steps;

    /**
     * What waits within the account's limits.
     *
     * @param usage  how much of each limit is used
     * @param slowed for how long all wait because the service has asked for it
     */
    record Waiting(Supplier<List<Usage>> usage, Supplier<Optional<Duration>> slowed) {
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
     * @param services   whether requests get through
     * @param slots      the applications that take no inputs
     * @param tickets    how many are in flight
     * @param events     how many were taken and refused
     * @param waiting    what waits within the account's limits
     * @param steps      what does not go on as it should
     */
    Health(CircuitBreakers services, SubmitSlots slots, TicketStore tickets, Events events, Waiting waiting, Steps steps) {
        super("nextmv", "nextmv-cloud");
        this.services = services;
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
        waiting.usage().get().forEach(usage -> builder.detail("limit." + usage.limit(), usage.sentence()));
        waiting.slowed().get().ifPresent(time -> builder.detail("limit.slowed-down", "for " + (time.toSeconds() + 1)
                + " s, as the service has asked (429)"));
        if (!there) {
            builder.message("the folder of the tickets is not there: was its volume unmounted?").down();
            return;
        }
        builder.detail("tickets.set-aside", tickets.setAside());
        LastResort.Stuck stuck = steps.lastResort().stuck();
        builder.detail("tickets.stuck", stuck.count());
        stuck.last().ifPresent(last -> builder.detail("tickets.stuck.last", last));
        List<Held> held = steps.held().held();
        builder.detail("steps.held", held.size());
        builder.up();
        // Neither is a reason to stop: what needs no storage goes on, and so do other applications.
        services.storage().outage().ifPresent(now -> builder.detail("storage.outage.since", now.since().toString())
                .detail("storage.outage.reason", now.reason()));
        slots.troubles().forEach(trouble -> builder.detail("application." + trouble.application(),
                "takes no inputs since " + trouble.since() + ": " + trouble.reason()));
        if (!held.isEmpty()) {
            builder.detail("steps.held.longest", held.get(0).toString())
                    .message(held.size() + " steps go on for longer than they may, the longest of them " + held.get(0)
                            + ": if they do not end, restart the gateway; it goes on with its tickets").down();
        }
        services.api().outage().ifPresent(now -> builder.detail("outage.since", now.since().toString())
                .detail("outage.reason", now.reason()).detail("outage.next-try", now.nextProbe().toString())
                .message("nothing gets through since " + now.since() + ": " + now.reason()).down());
    }
}
