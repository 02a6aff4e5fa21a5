package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A record's key is its bytes, whatever they are, and is the answer's key; what was taken back is no input. */
@Tag("proof")
class KafkaKeysTest extends KafkaTest {

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new java.util.HashMap<>(more);
        settings.putAll(Map.of("bootstrap.servers", broker().address(), "max.request.size", 20_000_000));
        return closed(new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    private ProducerRecord<byte[], byte[]> keyed(byte[] key, String value) {
        return new ProducerRecord<>(inputs(), key, value.getBytes(StandardCharsets.UTF_8));
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", broker().address(),
                "max.partition.fetch.bytes", 20_000_000), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition only = new TopicPartition(topic, 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long end = consumer.endOffsets(List.of(only)).get(only);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (consumer.position(only) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    @Test
    void anAnswerHasTheKeyOfItsRecordByteForByteAndOnce() throws Exception {
        GatewayFixture gateway = gateway(cloud(quick())).start();
        List<byte[]> keys = List.of(new byte[] {(byte) 0xff, 0, 1}, " blanks ".getBytes(StandardCharsets.UTF_8), new byte[0],
                "größe".getBytes(StandardCharsets.UTF_8), "\n".getBytes(StandardCharsets.UTF_8));
        KafkaProducer<byte[], byte[]> producer = producer(Map.of());
        for (byte[] key : keys) {
            producer.send(keyed(key, SQUARE)).get();
        }
        producer.send(keyed(null, SQUARE)).get();

        gateway.untilDone(6);
        List<ConsumerRecord<byte[], byte[]>> answers = records(outputs());

        assertThat(answers).hasSize(6).extracting(ConsumerRecord::key).containsAll(keys).containsNull();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.headers().toArray()).extracting(header -> header.key())
                .containsExactlyInAnyOrder("NextmvRunId", "NextmvStatus", "NextmvTicket", "NextmvInput"));
    }

    @Test
    void theCorrelationIdOfARecordComesBackBesideItsKey() throws Exception {
        GatewayFixture gateway = gateway(cloud(quick())).start();
        send("vehicle-7", SQUARE, Map.of("NextmvCorrelationId", " order-17"));

        ConsumerRecord<String, byte[]> answer = until(gateway, 1, outputs()).get(0);

        assertThat(answer.key()).isEqualTo("vehicle-7");
        assertThat(header(answer, "NextmvCorrelationId")).isEqualTo(" order-17");
    }

    @Test
    void aKeyThatLeavesNoRoomForItsAnswerIsLeftOutAndThatIsTold() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("camel.component.kafka.maxRequestSize", "40000").start();
        KafkaProducer<byte[], byte[]> producer = producer(Map.of());
        producer.send(keyed(new byte[25_000], SQUARE)).get();
        producer.send(keyed(new byte[60_000], SQUARE)).get();

        gateway.untilDone(2);

        assertThat(records(outputs())).singleElement().satisfies(answer -> assertThat(answer.key()).hasSize(25_000));
        assertThat(records(errors())).singleElement().satisfies(answer -> {
            assertThat(answer.key()).isNull();
            assertThat(new String(answer.headers().lastHeader("NextmvStatus").value(), StandardCharsets.UTF_8))
                    .isEqualTo("too_large");
        });
        assertThat(gateway.log().lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("without its key"));
        assertThat(cloud.runs()).hasSize(2);
    }

    @Test
    void whatAProducerHasTakenBackIsNotRun() throws Exception {
        Sandbox cloud = cloud(quick());
        KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "of " + inputs()));
        producer.initTransactions();
        for (boolean good : new boolean[] {false, true, false}) {
            producer.beginTransaction();
            producer.send(keyed((good ? "good" : "taken back").getBytes(StandardCharsets.UTF_8), SQUARE)).get();
            if (good) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
        send("last", SQUARE, Map.of());

        GatewayFixture gateway = gateway(cloud).start();
        gateway.untilDone(2);

        assertThat(until(gateway, 2, outputs())).extracting(ConsumerRecord::key).containsExactlyInAnyOrder("good", "last");
        assertThat(cloud.runs()).hasSize(2);
    }

    @Test
    void whatABridgeFromJmsLeavesInARecordIsTakenForWhatItIs() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        // The same id twice: it is that of the message, and not of the record.
        for (int i = 0; i < 2; i++) {
            send("a", SQUARE, Map.of("JMSReplyTo", "queue://replies", "JMSMessageID", "ID:1", "JMSCorrelationID", "order-17",
                    "JMSRedelivered", "perhaps", "JMSDestination", "queue://inputs"));
        }
        send("a", "no JSON", Map.of("JMSReplyTo", "topic://replies", "JMSRedelivered", "perhaps"));

        assertThat(until(gateway, 2, outputs())).allSatisfy(answer -> {
            assertThat(header(answer, "NextmvReplyTo")).isEqualTo("queue://replies");
            assertThat(header(answer, "NextmvCorrelationId")).isEqualTo("order-17");
        });
        assertThat(until(gateway, 1, errors())).hasSize(1);
        assertThat(cloud.runs()).hasSize(2);
    }

    @Test
    void healthKnowsWhetherKafkaAnswers() {
        GatewayFixture gateway = gateway(cloud(quick())).start();
        gateway.until("it answers in time", () -> health(gateway).getState() == State.UP);
        gateway.stop();

        GatewayFixture away = gateway(home.resolve("away"), cloud(quick()).url()).with("nextmv.kafka.brokers", "127.0.0.1:1")
                .start();

        assertThat(health(away).getState()).isEqualTo(State.DOWN);
        assertThat(health(away).getMessage()).hasValueSatisfying(why -> assertThat(why).contains("Kafka"));
    }

    private static Result health(GatewayFixture gateway) {
        return gateway.gateway().main().getCamelContext().getRegistry()
                .lookupByNameAndType("nextmvKafkaHealth", HealthCheck.class).call();
    }
}
