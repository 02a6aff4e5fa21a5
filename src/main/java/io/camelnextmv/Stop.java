package io.camelnextmv;

import io.camelnextmv.reply.PendingReplies;
import io.camelnextmv.retry.Sleepers;
import io.camelnextmv.retry.StepQueues;
import io.camelnextmv.store.Recovery;
import io.camelnextmv.store.TicketStore;
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
    private final Sleepers sleepers;
    private final StepQueues queues;
    private final PendingReplies replies;
    private final TicketStore tickets;
    private final Recovery recovery;

    /**
     * @param stopping is set
     * @param sleepers what waits
     * @param queues   at which nobody waits for long any more
     * @param replies  who waits
     * @param tickets  whose lease is given back
     * @param recovery whose leases are given back
     */
    Stop(AtomicBoolean stopping, Sleepers sleepers, StepQueues queues, PendingReplies replies, TicketStore tickets,
            Recovery recovery) {
        this.stopping = stopping;
        this.sleepers = sleepers;
        this.queues = queues;
        this.replies = replies;
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
            sleepers.letGo();
            queues.letGo();
            replies.letGo();
            tickets.visits().letGo();
        } else {
            sleepers.timers().shutdownNow();
            recovery.close();
            tickets.close();
        }
    }
}
