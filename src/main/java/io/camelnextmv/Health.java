package io.camelnextmv;

import io.camelnextmv.cloud.OutageSwitch;
import io.camelnextmv.submit.SubmitSlots;
import io.camelnextmv.ticket.TicketStore;
import io.camelnextmv.webhook.Events;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while nothing gets through to the service, with the reason and since when. */
public final class Health extends AbstractHealthCheck {
    private final OutageSwitch outage;
    private final OutageSwitch storage;
    private final SubmitSlots slots;
    private final TicketStore tickets;
    private final Events events;

    /**
     * @param outage  whether requests get through
     * @param storage whether requests get through to the object storage
     * @param slots   the applications that take no inputs
     * @param tickets how many are in hand
     * @param events  how many were taken and refused
     */
    public Health(OutageSwitch outage, OutageSwitch storage, SubmitSlots slots, TicketStore tickets, Events events) {
        super("nextmv", "nextmv-cloud");
        this.outage = outage;
        this.storage = storage;
        this.slots = slots;
        this.tickets = tickets;
        this.events = events;
    }

    @Override
    public boolean isLiveness() {
        // A restart would mend nothing.
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("tickets.in-hand", tickets.inHand()).detail("events.taken", events.taken())
                .detail("events.refused", events.refused());
        // Neither is a reason to stop: what needs no storage goes on, and so do other applications.
        storage.outage().ifPresent(now -> builder.detail("storage.outage.since", now.since().toString())
                .detail("storage.outage.reason", now.reason()));
        slots.troubles().forEach(trouble -> builder.detail("application." + trouble.application(),
                "takes no inputs since " + trouble.since() + ": " + trouble.reason()));
        outage.outage().ifPresentOrElse(
                now -> builder.detail("outage.since", now.since().toString())
                        .detail("outage.reason", now.reason())
                        .detail("outage.next-try", now.nextProbe().toString()).message("nothing gets through since " + now.since() + ": "
                                + now.reason()).down(),
                builder::up);
    }
}
