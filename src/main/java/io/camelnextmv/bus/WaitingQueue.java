package io.camelnextmv.bus;

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
