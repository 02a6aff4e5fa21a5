package io.camelnextmv.kafka;

import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.consumer.CommitManager;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Has the offset of a record committed when its exchange has ended well: its ticket is on disk then. Camel itself commits
 * after what it has polled up to 4.18, and leaves it to the route since; a factory that is none of its own has it commit
 * nothing, whatever its version.
 */
public final class CommitsWhenDone implements KafkaManualCommitFactory {
    @Override
    public KafkaManualCommit newInstance(CamelExchangePayload camel, KafkaRecordPayload record, CommitManager camels) {
        KafkaManualCommit done = () -> {
            if (camel.consumer instanceof PausingConsumer consumer) {
                consumer.done().add(record.partition, record.recordOffset, record.commitTimeout);
            }
        };
        camel.exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange exchange) {
                done.commit();
            }
        });
        return done;
    }
}
