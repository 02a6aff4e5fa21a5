package io.camelnextmv.bus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis with the settings that README asks for, which keeps what it holds in a folder. */
public final class SharedBroker implements AutoCloseable {
    private final EmbeddedActiveMQ server;

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
    }

    /**
     * No queue is made of itself from here on.
     *
     * @param queue its name
     */
    void makesNo(String queue) {
        server.getActiveMQServer().getAddressSettingsRepository().addMatch(queue, new AddressSettings()
                .setAutoCreateQueues(false).setAutoCreateAddresses(false));
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
