package io.camelnextmv;

import io.camelnextmv.cloud.CircuitBreakers;
import io.camelnextmv.failure.HeldSteps.Held;
import io.camelnextmv.failure.HeldSteps;
import io.camelnextmv.failure.LastResort;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.submit.SubmitSlots;
import io.camelnextmv.webhook.Events;
import java.util.List;
import java.util.Map;
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
    private final HeldSteps steps;
    private final LastResort lastResort;

    /**
     * @param services   whether requests get through
     * @param slots      the applications that take no inputs
     * @param tickets    how many are in flight
     * @param events     how many were taken and refused
     * @param steps      which of them hang
     * @param lastResort what got stuck
     */
    Health(CircuitBreakers services, SubmitSlots slots, TicketStore tickets, Events events, HeldSteps steps,
            LastResort lastResort) {
        super("nextmv", "nextmv-cloud");
        this.services = services;
        this.slots = slots;
        this.tickets = tickets;
        this.events = events;
        this.steps = steps;
        this.lastResort = lastResort;
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
        if (!there) {
            builder.message("the folder of the tickets is not there: was its volume unmounted?").down();
            return;
        }
        builder.detail("tickets.set-aside", tickets.setAside());
        LastResort.Stuck stuck = lastResort.stuck();
        builder.detail("tickets.stuck", stuck.count());
        stuck.last().ifPresent(last -> builder.detail("tickets.stuck.last", last));
        List<Held> held = steps.held();
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
