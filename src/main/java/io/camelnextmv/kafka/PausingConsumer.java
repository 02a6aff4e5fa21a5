package io.camelnextmv.kafka;

import io.camelnextmv.pickup.Admission;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records only while there is room for another run, and commits, in its own thread and before it takes more, those
 * that are done with. What is not committed is delivered again, here or at another gateway of the group.
 */
final class PausingConsumer extends KafkaConsumer<Object, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(PausingConsumer.class);
    private final Admission admission;
    /** Where the next record of each partition stands; told by whatever thread ends an exchange. */
    private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    private Duration atMost = Duration.ZERO;

    PausingConsumer(Properties settings, Admission admission) {
        super(settings);
        this.admission = admission;
    }

    /** A record's ticket is on disk, and those of all before it in its partition; a commit may take so many ms. */
    synchronized void isDone(TopicPartition partition, long offset, long commitTimeout) {
        done.put(partition, new OffsetAndMetadata(offset + 1));
        atMost = Duration.ofMillis(commitTimeout);
    }

    private synchronized Map<TopicPartition, OffsetAndMetadata> takeDone() {
        Map<TopicPartition, OffsetAndMetadata> taken = new HashMap<>(done);
        done.clear();
        // What another gateway of the group has by now is committed by that one.
        taken.keySet().retainAll(assignment());
        return taken;
    }

    private void commitDone() {
        Map<TopicPartition, OffsetAndMetadata> taken = takeDone();
        if (!taken.isEmpty()) {
            commitSync(taken, atMost);
        }
    }

    /** @throws KafkaException if what is done with cannot be committed too: then it is delivered again */
    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        commitDone();
        if (admission.isOpen()) {
            resume(paused());
        } else {
            pause(assignment());
        }
        return super.poll(timeout);
    }

    /** The last that Camel does before it closes this, and before it begins anew. */
    @Override
    public void unsubscribe() {
        try {
            commitDone();
        } catch (KafkaException e) {
            LOG.warn("Records that have a ticket cannot be committed; they are delivered again, and let go of: {}", e.toString());
        }
        super.unsubscribe();
    }
}
