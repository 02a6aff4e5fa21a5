package io.camelnextmv;

import io.camelnextmv.cloud.OutageSwitch;
import io.camelnextmv.ticket.TicketStore;
import io.camelnextmv.webhook.Events;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while nothing gets through to the service, or the folder of the tickets is away, with the reason. */
public final class Health extends AbstractHealthCheck {
    private final OutageSwitch outage;
    private final TicketStore tickets;
    private final Events events;

    /**
     * @param outage  whether requests get through
     * @param tickets how many are in hand
     * @param events  how many were taken and refused
     */
    public Health(OutageSwitch outage, TicketStore tickets, Events events) {
        super("nextmv", "nextmv-cloud");
        this.outage = outage;
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
        boolean there = tickets.isThere();
        builder.detail("tickets.in-hand", tickets.inHand()).detail("events.taken", events.taken())
                .detail("events.refused", events.refused());
        if (!there) {
            builder.message("the folder of the tickets is not there: was its volume unmounted?").down();
            return;
        }
        builder.detail("tickets.set-aside", tickets.setAside());
        outage.outage().ifPresentOrElse(
                now -> builder.detail("outage.since", now.since().toString())
                        .detail("outage.reason", now.reason())
                        .detail("outage.next-try", now.nextProbe().toString()).message("nothing gets through since " + now.since() + ": "
                                + now.reason()).down(),
                builder::up);
    }
}
