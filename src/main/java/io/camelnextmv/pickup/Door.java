package io.camelnextmv.pickup;

import io.camelnextmv.cloud.OutageSwitch;
import io.camelnextmv.ticket.TicketStore;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;

/** The inbox is looked into only while there is room for another run, and requests get through. */
public final class Door extends DefaultPollingConsumerPollStrategy {
    private final TicketStore tickets;
    private final OutageSwitch outage;
    private final int maxInFlight;
    private volatile boolean open;

    /**
     * @param tickets     the tickets in hand
     * @param outage      whether requests get through
     * @param maxInFlight how many tickets may be in hand
     */
    public Door(TicketStore tickets, OutageSwitch outage, int maxInFlight) {
        this.tickets = tickets;
        this.outage = outage;
        this.maxInFlight = maxInFlight;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return isOpen();
    }

    /** What earlier processes left is in hand, and counts: files may be taken. */
    public void open() {
        open = true;
    }

    /** @return whether one more file may be taken */
    public boolean isOpen() {
        return open && tickets.inHand() < maxInFlight && outage.isClosed();
    }
}
