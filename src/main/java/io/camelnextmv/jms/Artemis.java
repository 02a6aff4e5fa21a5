package io.camelnextmv.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.client.impl.ClientSessionImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.springframework.jms.connection.SessionProxy;

/** What Artemis knows of a message beyond what JMS asks for. To be asked only for what is of Artemis itself. */
final class Artemis {
    private static final int BUFFER = 64 * 1024;

    private Artemis() {
    }

    /** By its name: the client may be another broker's. */
    static boolean made(Object object) {
        return object.getClass().getName().startsWith("org.apache.activemq.artemis.");
    }

    /** Of a destination that is said to be neither a queue nor a topic, as that of a STOMP sender. */
    static String address(Destination destination) {
        return ((ActiveMQDestination) destination).getAddress();
    }

    /**
     * The broker's own number of a message, which is the same at each delivery. It counts from anew in a broker that is
     * made anew, so the broker's name and the message's time go with it.
     */
    static Optional<String> numberOf(Message message, Session session) {
        try {
            long number = ((ActiveMQMessage) message).getCoreMessage().getMessageID();
            return number <= 0 ? Optional.empty()
                    : Optional.of(node(session) + "/" + number + "/" + message.getJMSTimestamp());
        } catch (JMSException e) {
            return Optional.empty();
        }
    }

    /** Makes the bytes the body, as a stream that is read when the message is sent; of another broker's in the heap. */
    static void write(InputStream bytes, BytesMessage message) throws JMSException, IOException {
        if (made(message)) {
            message.setObjectProperty("JMS_AMQ_InputStream", bytes);
        } else {
            message.writeBytes(bytes.readAllBytes());
        }
    }

    /** Reads the body to its end: when this returns all of it has come. */
    static void read(BytesMessage message, OutputStream bytes) throws JMSException, IOException {
        if (made(message)) {
            message.setObjectProperty("JMS_AMQ_SaveStream", bytes);
            return;
        }
        byte[] buffer = new byte[BUFFER];
        for (int read = message.readBytes(buffer); read >= 0; read = message.readBytes(buffer)) {
            bytes.write(buffer, 0, read);
        }
    }

    private static String node(Session session) {
        Session own = session instanceof SessionProxy proxy ? proxy.getTargetSession() : session;
        ClientSession core = own instanceof ActiveMQSession artemis ? artemis.getCoreSession() : null;
        return core instanceof ClientSessionImpl client
                && client.getSessionFactory() instanceof ClientSessionFactoryInternal factory
                && factory.getPrimaryNodeId() != null ? factory.getPrimaryNodeId() : "";
    }
}
