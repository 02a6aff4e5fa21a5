package io.camelnextmv.bus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.transaction.Transaction;

/** An Artemis with the settings that docs/bus.md asks for, which keeps what it holds in a folder. */
public final class SharedBroker implements AutoCloseable {
    private final EmbeddedActiveMQ server;
    private final Map<String, LongAdder> carried = new ConcurrentHashMap<>();
    private final Map<String, List<Long>> held = new ConcurrentHashMap<>();

    /**
     * @param data where its journal lies
     * @param port where it listens on 127.0.0.1
     */
    public SharedBroker(Path data, int port) throws Exception {
        Configuration config = new ConfigurationImpl().setName("broker").setSecurityEnabled(false)
                .setPersistenceEnabled(true).setPersistDeliveryCountBeforeDelivery(true)
                .setJournalDirectory(data.resolve("journal").toString())
                .setBindingsDirectory(data.resolve("bindings").toString())
                .setLargeMessagesDirectory(data.resolve("large").toString())
                .setPagingDirectory(data.resolve("paging").toString())
                .setJournalFileSize(1024 * 1024).setJournalMinFiles(2)
                .setMaxDiskUsage(-1)
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port)
                .addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(-1).setRedeliveryDelay(50)
                        .setAutoDeleteQueues(false).setAutoDeleteAddresses(false));
        server = new EmbeddedActiveMQ().setConfiguration(config).start();
        server.getActiveMQServer().registerBrokerPlugin(new ActiveMQServerMessagePlugin() {
            @Override
            public void afterSend(ServerSession session, Transaction transaction, Message message, boolean direct,
                    boolean noAutoCreateQueue, RoutingStatus result) throws ActiveMQException {
                carried.computeIfAbsent(message.getAddress(), address -> new LongAdder()).add(message.getPersistentSize());
                if (message.getScheduledDeliveryTime() != null && message.getScheduledDeliveryTime() > 0) {
                    held.computeIfAbsent(message.getAddress(), address -> new CopyOnWriteArrayList<>())
                            .add(message.getScheduledDeliveryTime() - message.getTimestamp());
                }
            }
        });
    }

    /**
     * No queue is made of itself from here on.
     *
     * @param queue its name
     */
    void makesNo(String queue) {
        // By the name that the client asks for, and by the one that it had in the first version of Artemis.
        for (String name : List.of(queue, "jms.queue." + queue)) {
            server.getActiveMQServer().getAddressSettingsRepository().addMatch(name, new AddressSettings()
                    .setAutoCreateQueues(false).setAutoCreateAddresses(false));
        }
    }

    /**
     * The messages that are held back until their time.
     *
     * @param queue the queue's name
     * @return in how many ms each is due
     */
    List<Long> dueIn(String queue) {
        List<Long> due = new ArrayList<>();
        Queue found = server.getActiveMQServer().locateQueue(queue);
        if (found != null) {
            found.getScheduledMessages().forEach(held -> due.add(held.getScheduledDeliveryTime()
                    - System.currentTimeMillis()));
        }
        return due;
    }

    /**
     * @param queue the queue's name
     * @return for how many ms each message that was put into it was to be held back, by its sender's clock
     */
    List<Long> heldFor(String queue) {
        return List.copyOf(held.getOrDefault(queue, List.of()));
    }

    /**
     * @param queue the queue's name
     * @return how many listen to it
     */
    int listeners(String queue) {
        Queue found = server.getActiveMQServer().locateQueue(queue);
        return found == null ? 0 : found.getConsumerCount();
    }

    /**
     * @param queue the queue's name
     * @return how many messages it holds, whatever they wait for
     */
    public long count(String queue) {
        Queue found = server.getActiveMQServer().locateQueue(queue);
        return found == null ? 0 : found.getMessageCount();
    }

    /**
     * @param queue the queue's name
     * @return how many messages have been put into it since the broker's start
     */
    long sent(String queue) {
        Queue found = server.getActiveMQServer().locateQueue(queue);
        return found == null ? 0 : found.getMessagesAdded();
    }

    /**
     * @param queue the queue's name
     * @return how many bytes its messages have together
     */
    public long bytes(String queue) {
        Queue found = server.getActiveMQServer().locateQueue(queue);
        return found == null ? 0 : found.getPersistentSize();
    }

    /**
     * @param queue the queue's name
     * @return how many bytes were carried to it since the broker's start
     */
    long carried(String queue) {
        return carried.containsKey(queue) ? carried.get(queue).sum() : 0;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    /**
     * A broker as a process of its own.
     *
     * @param args its folder and its port
     */
    public static void main(String[] args) throws Exception {
        new SharedBroker(Path.of(args[0]), Integer.parseInt(args[1]));
        System.out.println("listening on " + args[1]);
        Thread.currentThread().join();
    }
}
