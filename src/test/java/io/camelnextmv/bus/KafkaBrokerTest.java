package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.KafkaBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker of the tests of this package keeps what a broker keeps. */
class KafkaBrokerTest {
    @TempDir
    private Path folder;

    @Test
    void recordsSurviveTheBroker() {
        try (KafkaBroker broker = KafkaBroker.in(folder).start()) {
            broker.create("letters", 2, Map.of());
            broker.send(List.of(new ProducerRecord<>("letters", "a", new byte[] {1}),
                    new ProducerRecord<>("letters", "b", new byte[] {2})));
            broker.stop();
            broker.start();

            assertThat(broker.records("letters")).extracting(record -> record.key())
                    .containsExactlyInAnyOrder("a", "b");
            assertThat(broker.records("no-topic")).isEmpty();
        }
    }
}
