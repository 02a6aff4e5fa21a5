package io.camelnextmv.pickup;

import io.camelnextmv.cloud.OutageSwitch;
import io.camelnextmv.ticket.TicketStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;

/** The inbox is looked into only while there is room for another run, and requests get through. */
public final class Door extends DefaultPollingConsumerPollStrategy {
    private final TicketStore tickets;
    private final OutageSwitch outage;
    private final int maxInFlight;
    private final Duration rest;
    private final Clock clock;
    private volatile Instant shutUntil = Instant.EPOCH;
    private volatile boolean open;
    private volatile boolean passedOver;

    /**
     * @param tickets     the tickets in hand
     * @param outage      whether requests get through
     * @param maxInFlight how many tickets may be in hand
     * @param rest        how long nothing is taken after the disk said no
     * @param clock       the time, best by a clock that does not jump
     */
    public Door(TicketStore tickets, OutageSwitch outage, int maxInFlight, Duration rest, Clock clock) {
        this.tickets = tickets;
        this.outage = outage;
        this.maxInFlight = maxInFlight;
        this.rest = rest;
        this.clock = clock;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        passedOver = false;
        return isOpen();
    }

    /**
     * To be asked for each file of a look into the inbox, the oldest first. Where one is left there, the younger ones of
     * the same look are left too: they must not overtake it.
     *
     * @return whether the file may be taken
     */
    boolean letsIn() {
        passedOver = passedOver || !isOpen();
        return !passedOver;
    }

    /** What earlier processes left is in hand, and counts: files may be taken. */
    public void open() {
        open = true;
    }

    /** The folder of the tickets is away: nothing can be taken until it is open again. */
    public void shut() {
        open = false;
    }

    /** @return whether one more file may be taken */
    public boolean isOpen() {
        return open && tickets.inHand() < maxInFlight && outage.isClosed() && !isShut();
    }

    /** A clock that was set back does not keep it shut. */
    private boolean isShut() {
        Duration left = Duration.between(clock.instant(), shutUntil);
        return !left.isNegative() && !left.isZero() && left.compareTo(rest) <= 0;
    }

    /**
     * The disk said no: a thousand files would meet the same, so nothing is taken for a while.
     *
     * @return for how long
     */
    public Duration shutForAWhile() {
        shutUntil = clock.instant().plus(rest);
        return rest;
    }
}
