package io.camelnextmv.jms;

import io.camelnextmv.bus.WaitingQueue;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Vendors;
import io.camelnextmv.ticket.TicketName;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Message;
import org.apache.camel.component.jms.JmsEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.SessionCallback;

/**
 * What JMS calls it; that a message is held back, and that one is streamed, is Artemis's. Inputs that wait apart are in the
 * queue of the tickets' name with {@code .inputs} behind it.
 */
public final class JmsWaitingQueue implements WaitingQueue, CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(JmsWaitingQueue.class);
    /** The time at which a message is handed out, in epoch ms. */
    private static final String DUE = "_AMQ_SCHED_DELIVERY";
    private static final int PERSISTENT = 2;
    /** How long the broker may look for an input, in ms. */
    private static final long LONGEST_WAIT = 2000;
    private final AtomicBoolean isThere = new AtomicBoolean();
    private final AtomicBoolean told = new AtomicBoolean();
    private CamelContext context;

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

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

    @Override
    public boolean setApart(TicketName ticket, Path input) {
        return inTransaction((session, name) -> {
            if (!isThere(session, name)) {
                return false;
            }
            try (InputStream bytes = Files.newInputStream(input);
                    MessageProducer producer = session.createProducer(session.createQueue(name))) {
                BytesMessage message = session.createBytesMessage();
                message.setStringProperty(NextmvHeaders.INPUT_OF, ticket.text());
                Artemis.write(bytes, message);
                producer.send(message);
                return true;
            }
        });
    }

    /** Found out before anything is sent: what is refused once spoils the transaction. */
    private boolean isThere(Session session, String name) throws JMSException {
        if (!isThere.get()) {
            try (MessageConsumer consumer = consumer(session, name, "")) {
                isThere.set(consumer != null);
            } catch (JMSException e) {
                if (!JmsVendor.isNoSuchPlace(e) && !(e instanceof JMSSecurityException)) {
                    throw e;
                }
                if (told.compareAndSet(false, true)) {
                    LOG.warn("Large inputs go to the broker and back with each check of their runs, since they cannot wait in"
                            + " {}: {}", name, e.getMessage());
                }
            }
        }
        return isThere.get();
    }

    @Override
    public boolean takeBack(TicketName ticket, Path file) {
        return inTransaction((session, name) -> {
            try (MessageConsumer consumer = consumer(session, name, ticket.text())) {
                jakarta.jms.Message message = consumer.receive(LONGEST_WAIT);
                if (message == null) {
                    return false;
                }
                // Before the consumer is closed, and what has not come yet with it.
                try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file))) {
                    Artemis.read((BytesMessage) message, bytes);
                }
                return true;
            } catch (JMSException e) {
                if (JmsVendor.isNoSuchPlace(e)) {
                    // Nor is what was in it.
                    return false;
                }
                throw e;
            }
        });
    }

    private static MessageConsumer consumer(Session session, String name, String ticket) throws JMSException {
        return session.createConsumer(session.createQueue(name), NextmvHeaders.INPUT_OF + " = '" + ticket + "'");
    }

    /** What is done with a session, and with the queue of inputs. */
    private interface Work {
        boolean with(Session session, String name) throws JMSException, IOException;
    }

    /** By the session of the message at hand, which is the calling thread's. */
    private boolean inTransaction(Work work) {
        JmsEndpoint endpoint = context.getEndpoint(context.resolvePropertyPlaceholders("{{nextmv.waiting.in}}"),
                JmsEndpoint.class);
        SessionCallback<Boolean> callback = session -> {
            if (!session.getTransacted()) {
                throw new IllegalStateException("an input is moved outside of the transaction of its ticket");
            }
            try {
                return work.with(session, endpoint.getDestinationName() + ".inputs");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try {
            return Boolean.TRUE.equals(endpoint.createInOnlyTemplate().execute(callback));
        } catch (JmsException e) {
            throw Vendors.causes(e).anyMatch(IOException.class::isInstance) ? disk(e) : e;
        }
    }

    /**
     * The client streams to and from our files, and says by an exception of its own that one cannot be written or read. The
     * IOException in that would be taken for one of the way to the service, and the transaction would end well without the bytes.
     */
    private static UncheckedIOException disk(JmsException thrown) {
        return new UncheckedIOException(new IOException(thrown.getMessage(), thrown));
    }
}
