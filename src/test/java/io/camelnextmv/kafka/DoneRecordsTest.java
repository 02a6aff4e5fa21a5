package io.camelnextmv.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class DoneRecordsTest {
    private static final TopicPartition ONE = new TopicPartition("in", 0);
    private static final TopicPartition OTHER = new TopicPartition("in", 1);
    private final DoneRecords done = new DoneRecords();
    private final List<Map<TopicPartition, OffsetAndMetadata>> committed = new ArrayList<>();
    private final Queue<RuntimeException> fails = new LinkedList<>();

    private void commit(TopicPartition... assigned) {
        done.commit(Set.copyOf(Arrays.asList(assigned)), (offsets, atMost) -> {
            assertThat(atMost).isEqualTo(Duration.ofMillis(5000));
            if (!fails.isEmpty()) {
                throw fails.remove();
            }
            committed.add(offsets);
        });
    }

    private static OffsetAndMetadata next(long offset) {
        return new OffsetAndMetadata(offset);
    }

    @Test
    void eachPartitionIsCommittedOnceUpToTheLastThatIsDone() {
        done.add(ONE, 7, 5000);
        done.add(OTHER, 3, 5000);
        done.add(ONE, 8, 5000);
        commit(ONE, OTHER);
        commit(ONE, OTHER);

        assertThat(committed).containsExactly(Map.of(ONE, next(9), OTHER, next(4)));
    }

    @Test
    void whatAnotherGatewayHasByNowIsNotCommittedNorLater() {
        done.add(ONE, 7, 5000);
        done.add(OTHER, 3, 5000);
        commit(OTHER);
        commit(ONE, OTHER);

        assertThat(committed).containsExactly(Map.of(OTHER, next(4)));
    }

    @Test
    void aStopThatComesInBetweenLosesNoCommit() {
        done.add(ONE, 7, 5000);
        fails.add(new WakeupException());

        assertThatThrownBy(() -> commit(ONE)).isInstanceOf(WakeupException.class);
        assertThat(committed).containsExactly(Map.of(ONE, next(8)));
    }

    @Test
    void whileItIsSettledWhoHasWhatItIsCommittedTheNextTimeUnlessMoreIsDoneByThen() {
        done.add(ONE, 7, 5000);
        done.add(OTHER, 3, 5000);
        fails.add(new RebalanceInProgressException());
        commit(ONE, OTHER);
        done.add(ONE, 8, 5000);
        commit(ONE, OTHER);

        assertThat(committed).containsExactly(Map.of(ONE, next(9), OTHER, next(4)));
    }

    @Test
    void whatCannotBeCommittedIsDeliveredAgain() {
        done.add(ONE, 7, 5000);
        fails.add(new CommitFailedException());

        assertThatThrownBy(() -> commit(ONE)).isInstanceOf(CommitFailedException.class);
        commit(ONE);
        assertThat(committed).isEmpty();
    }
}
