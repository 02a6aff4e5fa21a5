package io.camelnextmv.bus;

import io.camelnextmv.ticket.TicketName;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Message;

/**
 * A queue whose broker holds a message back until it is due, and counts how often it was handed out: what its kind of
 * broker calls that. Safe for many threads.
 */
public interface WaitingQueue {
    /**
     * @param message a message that waited
     * @return how often it was handed out, this time included: at least 1
     */
    int deliveries(Message message);

    /**
     * @param message a message that waited
     * @return when it was sent, by the clock of who sent it; empty where it does not say so
     */
    Optional<Instant> sentAt(Message message);

    /**
     * @param message a message that waited
     * @return its priority, 0 where it has none
     */
    int priority(Message message);

    /**
     * Says how a message is to wait: kept by the broker whatever dies, and before those of lower priority.
     *
     * @param message  the message that is about to be sent
     * @param priority its priority, from 0 to 9
     * @param due      when it is handed out; empty for at once
     */
    void hold(Message message, int priority, Optional<Instant> due);

    /**
     * Makes a ticket's input a message of its own, in the transaction of the message that is at hand: so it is there if, and
     * only if, the ticket is sent too. It waits in a queue beside this one, which nothing is taken from but by
     * {@link #takeBack}.
     *
     * @param ticket the ticket's name
     * @param input  its file
     * @return whether it was sent; false where there is no such queue and none may be made: then nothing was
     * @throws UncheckedIOException if the disk says no
     */
    boolean setApart(TicketName ticket, Path input);

    /**
     * Takes the input again, in the transaction of the message that is at hand: whatever dies before its end, it is there
     * as before.
     *
     * @param ticket the ticket's name
     * @param file   is written
     * @return whether it was there; it may be for a while in the hands of a gateway that is gone
     * @throws UncheckedIOException if the disk says no
     */
    boolean takeBack(TicketName ticket, Path file);

    /**
     * @param context an application's context
     * @return the queue of its broker; one that cannot be used where the context has no client of such a broker
     */
    static WaitingQueue of(CamelContext context) {
        // By its names: an application that has our jar need not have the client of any broker.
        if (context.getClassResolver().resolveClass("org.apache.camel.component.jms.JmsEndpoint") == null) {
            return new NoWaitingQueue();
        }
        WaitingQueue queue = context.getInjector().newInstance(context.getClassResolver()
                .resolveClass("io.camelnextmv.jms.JmsWaitingQueue", WaitingQueue.class));
        CamelContextAware.trySetCamelContext(queue, context);
        return queue;
    }
}
