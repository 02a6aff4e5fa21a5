package io.camelnextmv.kafka;

import io.camelnextmv.pickup.Admission;
import java.time.Duration;
import java.util.Collection;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
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
    private final DoneRecords done = new DoneRecords();

    PausingConsumer(Properties settings, Admission admission) {
        super(settings);
        this.admission = admission;
    }

    /** The records whose tickets are on disk. */
    DoneRecords done() {
        return done;
    }

    private void commitDone() {
        done.commit(assignment(), this::commitSync);
    }

    /** @throws KafkaException if what is done with cannot be committed too: then it is delivered again */
    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        commitDone();
        if (admission.isListening()) {
            resume(paused());
        } else {
            pause(assignment());
        }
        return super.poll(timeout);
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new PausedAtOnce(listener));
    }

    @Override
    public void subscribe(Pattern topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new PausedAtOnce(listener));
    }

    /**
     * What is assigned in the middle of a poll is taken from in the same one. Where our disk says no that is as well: what fails is
     * left to another gateway of the group. But what comes again after a delay would come at once.
     */
    private final class PausedAtOnce implements ConsumerRebalanceListener {
        private final ConsumerRebalanceListener camels;

        PausedAtOnce(ConsumerRebalanceListener camels) {
            this.camels = camels;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (admission.isResting()) {
                pause(partitions);
            }
            camels.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            camels.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            camels.onPartitionsLost(partitions);
        }
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
