package io.camelnextmv.bus;

import io.camelnextmv.fixture.FreePort;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A real Artemis on a port of its own, whose messages survive its end. */
public final class Broker implements AutoCloseable {
    private static final int MEGABYTE = 1024 * 1024;
    private final Path folder;
    private final int port = FreePort.next();
    private ActiveMQServer server;

    /** @param folder where its messages are */
    public Broker(Path folder) {
        this.folder = folder;
    }


    public Broker start() {
        try {
            Configuration configuration = new ConfigurationImpl().setSecurityEnabled(false).setPersistenceEnabled(true)
                    .setJournalType(JournalType.NIO).setJournalFileSize(MEGABYTE).setJournalMinFiles(2)
                    .setJournalDirectory(folder.resolve("journal").toString())
                    .setBindingsDirectory(folder.resolve("bindings").toString())
                    .setLargeMessagesDirectory(folder.resolve("large").toString())
                    .setPagingDirectory(folder.resolve("paging").toString()).setMaxDiskUsage(-1)
                    .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port)
                    // As the distribution has it: what comes ten times ends there.
                    .addAddressSetting("#", new AddressSettings().setDeadLetterAddress(SimpleString.of("DLQ"))
                            .setAutoCreateDeadLetterResources(true).setAutoDeleteQueues(false)
                            .setAutoDeleteAddresses(false).setMaxDeliveryAttempts(10));
            server = ActiveMQServers.newActiveMQServer(configuration);
            server.start();
            return this;
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not start", e);
        }
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    ActiveMQServer server() {
        return server;
    }

    void meetsEveryPacketWith(Interceptor interceptor) {
        server.getRemotingService().addIncomingInterceptor(interceptor);
    }

    /**
     * The first commit of a consumer is lost, and its line cut.
     *
     * @param commits counts them
     */
    void losesTheFirst(AtomicInteger commits) {
        meetsEveryPacketWith((packet, connection) -> {
            boolean lost = packet.getType() == PacketImpl.SESS_COMMIT && commits.getAndIncrement() == 0;
            if (lost) {
                connection.fail(new ActiveMQNotConnectedException("the line is cut"));
            }
            return !lost;
        });
    }

    /**
     * Whether a queue delivers nothing any more. On a busy machine Artemis may go on to count what it was delivering when the line
     * was cut as being delivered, though nobody gets it: five commits of a consumer that got nothing tell so.
     *
     * @param queue   the queue
     * @param commits of its consumers, the lost one too
     */
    boolean isDone(String queue, int commits) {
        Queue there = server.locateQueue(queue);
        return commits > 1 && (there.getMessageCount() == 0 || commits > 6 && there.getMessageCount() == there.getDeliveringCount());
    }

    /** Messages that the queue holds, delivered and not acknowledged ones too. */
    public long count(String queue) {
        return Optional.ofNullable(server.locateQueue(queue)).map(Queue::getMessageCount).orElse(0L);
    }

    public <T> T with(Function<JMSContext, T> use) {
        try (ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(url());
                JMSContext context = connections.createContext()) {
            return use.apply(context);
        }
    }

    /** Sends a message of bytes. */
    void send(String queue, String body, Map<String, Object> properties) {
        with(context -> {
            BytesMessage message = context.createBytesMessage();
            try {
                message.writeBytes(body.getBytes(StandardCharsets.UTF_8));
                for (Map.Entry<String, Object> property : properties.entrySet()) {
                    message.setObjectProperty(property.getKey(), property.getValue());
                }
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
            context.createProducer().send(context.createQueue(queue), message);
            return message;
        });
    }

    /** Waits for a message, takes it away and reads it. */
    public Taken take(String queue) {
        return with(context -> read(queue, context.createConsumer(context.createQueue(queue)).receive(60_000)));
    }

    static Taken read(String queue, Message message) {
        if (message == null) {
            throw new AssertionError("no message came to " + queue);
        }
        try {
            Map<String, Object> headers = new TreeMap<>();
            for (Enumeration<?> names = message.getPropertyNames(); names.hasMoreElements();) {
                String name = names.nextElement().toString();
                headers.put(name, message.getObjectProperty(name));
            }
            byte[] body = message instanceof BytesMessage ? message.getBody(byte[].class)
                    : message.getBody(String.class).getBytes(StandardCharsets.UTF_8);
            return new Taken(body == null ? new byte[0] : body, headers, message.getJMSCorrelationID(),
                    message.getJMSMessageID());
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A message that was taken. */
    public record Taken(byte[] bytes, Map<String, Object> headers, String correlationId, String messageId) {
        public String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        public String header(String name) {
            return (String) headers.get(name);
        }
    }

    /** The names of all queues. */
    List<String> queues() {
        return List.of(server.getActiveMQServerControl().getQueueNames());
    }
}
