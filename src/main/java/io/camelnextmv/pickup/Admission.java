package io.camelnextmv.pickup;

import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.store.TicketStore;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Inputs are taken only while there is room for another run, and requests get through. */
public final class Admission {
    private final TicketStore tickets;
    private final CircuitBreaker breaker;
    private final int maxInFlight;
    private final Duration rest;
    private final LongSupplier nanos;
    private volatile long shutUntil;
    private volatile boolean open;

    /**
     * @param tickets     the tickets in flight
     * @param breaker      whether requests get through
     * @param maxInFlight how many tickets may be in flight
     * @param rest        how long nothing is taken after the disk said no
     * @param nanos       the time in nanoseconds, of a clock that does not jump
     */
    public Admission(TicketStore tickets, CircuitBreaker breaker, int maxInFlight, Duration rest, LongSupplier nanos) {
        this.tickets = tickets;
        this.breaker = breaker;
        this.maxInFlight = maxInFlight;
        this.rest = rest;
        this.nanos = nanos;
        this.shutUntil = nanos.getAsLong();
    }

    /** What earlier processes left is in flight, and counts: files may be taken. */
    public void open() {
        open = true;
    }

    /** The folder of the tickets is away: nothing can be taken until it is open again. */
    public void shut() {
        open = false;
    }

    /** @return whether one more file may be taken */
    public boolean isOpen() {
        return open && tickets.inFlight() < maxInFlight && breaker.isClosed() && nanos.getAsLong() - shutUntil >= 0;
    }

    /**
     * The disk said no: a thousand files would meet the same, so nothing is taken for a while.
     *
     * @return for how long
     */
    public Duration shutForAWhile() {
        shutUntil = nanos.getAsLong() + rest.toNanos();
        return rest;
    }
}
