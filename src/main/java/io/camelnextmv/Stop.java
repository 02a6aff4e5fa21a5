package io.camelnextmv;

import io.camelnextmv.await.Timers;
import io.camelnextmv.message.Callers;
import io.camelnextmv.ticket.Recovery;
import io.camelnextmv.ticket.TicketStore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.CamelContextStoppedEvent;
import org.apache.camel.spi.CamelEvent.CamelContextStoppingEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * At a stop everything that waits is let go at once, and what comes round to be tried again is not: the tickets are on
 * disk, and the next start goes on with them.
 */
public final class Stop extends SimpleEventNotifierSupport implements Processor {
    private final AtomicBoolean stopping;
    private final Timers timers;
    private final Callers callers;
    private final TicketStore tickets;
    private final Recovery recovery;

    /**
     * @param stopping is set
     * @param timers   what waits
     * @param callers  who waits
     * @param tickets  whose lease is given back
     * @param recovery whose leases are given back
     */
    public Stop(AtomicBoolean stopping, Timers timers, Callers callers, TicketStore tickets, Recovery recovery) {
        this.stopping = stopping;
        this.timers = timers;
        this.callers = callers;
        this.tickets = tickets;
        this.recovery = recovery;
    }

    @Override
    public void process(Exchange exchange) {
        if (stopping.get()) {
            exchange.setRouteStop(true);
        }
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelContextStoppingEvent || event instanceof CamelContextStoppedEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof CamelContextStoppingEvent) {
            stopping.set(true);
            timers.letGo();
            callers.letGo();
            tickets.letGo();
        } else {
            timers.shutdownNow();
            recovery.close();
            tickets.close();
        }
    }
}
