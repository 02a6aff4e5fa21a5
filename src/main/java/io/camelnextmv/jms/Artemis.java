package io.camelnextmv.jms;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
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

    private static String node(Session session) {
        Session own = session instanceof SessionProxy proxy ? proxy.getTargetSession() : session;
        ClientSession core = own instanceof ActiveMQSession artemis ? artemis.getCoreSession() : null;
        return core instanceof ClientSessionImpl client
                && client.getSessionFactory() instanceof ClientSessionFactoryInternal factory
                && factory.getPrimaryNodeId() != null ? factory.getPrimaryNodeId() : "";
    }
}
