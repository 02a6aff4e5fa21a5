package io.camelnextmv.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;

/** Records that are done with, and are to be committed. Safe for many threads. */
final class DoneRecords {
    /** Where the next record of each partition stands; told by whatever thread ends an exchange. */
    private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    private Duration atMost = Duration.ZERO;

    /** A record's ticket is on disk, and those of all before it in its partition; a commit may take so many ms. */
    synchronized void add(TopicPartition partition, long offset, long commitTimeout) {
        done.put(partition, new OffsetAndMetadata(offset + 1));
        atMost = Duration.ofMillis(commitTimeout);
    }

    /**
     * Commits them. Not while it is settled anew who has which partition: then they are kept, and committed the next time.
     *
     * @param assigned the partitions of this consumer: what another gateway of the group has by now is committed by that one
     * @param commit   commits, within a time
     */
    void commit(Set<TopicPartition> assigned, BiConsumer<Map<TopicPartition, OffsetAndMetadata>, Duration> commit) {
        Map<TopicPartition, OffsetAndMetadata> taken;
        Duration time;
        synchronized (this) {
            taken = new HashMap<>(done);
            time = atMost;
            done.clear();
        }
        taken.keySet().retainAll(assigned);
        if (taken.isEmpty()) {
            return;
        }
        try {
            commit.accept(taken, time);
        } catch (WakeupException e) {
            // Camel stops. It wakes only once, and another gateway would run again what is not committed.
            commit.accept(taken, time);
            throw e;
        } catch (RebalanceInProgressException e) {
            synchronized (this) {
                taken.forEach(done::putIfAbsent);
            }
        }
    }
}
