package io.camelnextmv.jms;

import io.camelnextmv.bus.WaitingQueue;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Message;

/** What JMS calls it; that a message is held back is Artemis's. */
public final class JmsWaitingQueue implements WaitingQueue {
    /** The time at which a message is handed out, in epoch ms. */
    private static final String DUE = "_AMQ_SCHED_DELIVERY";
    private static final int PERSISTENT = 2;

    @Override
    public int deliveries(Message message) {
        boolean again = message.getHeader("JMSRedelivered", false, Boolean.class);
        return Math.max(again ? 2 : 1, message.getHeader("JMSXDeliveryCount", 1, Integer.class));
    }

    @Override
    public Optional<Instant> sentAt(Message message) {
        return Optional.ofNullable(message.getHeader("JMSTimestamp", Long.class)).map(Instant::ofEpochMilli);
    }

    @Override
    public int priority(Message message) {
        return message.getHeader("JMSPriority", 0, Integer.class);
    }

    @Override
    public void hold(Message message, int priority, Optional<Instant> due) {
        message.setHeader("JMSPriority", priority);
        message.setHeader("JMSDeliveryMode", PERSISTENT);
        due.ifPresent(time -> message.setHeader(DUE, time.toEpochMilli()));
    }
}
