package io.camelnextmv.bus;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.KafkaBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeEach;

/** A gateway with the profile for Kafka as it ships, but for its topics: each test has its own, of one broker. */
abstract class KafkaTest extends GatewayTest {
    static final String GROUP = "nextmv";
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static KafkaBroker shared;
    private final String topics = "test" + TESTS.incrementAndGet();

    /** The broker of all tests of this process; it ends with it. */
    private static synchronized KafkaBroker shared() {
        if (shared == null) {
            try {
                shared = KafkaBroker.in(Files.createTempDirectory("nextmv-kafka-")).start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    /** @return the broker of this test, running when the test begins */
    KafkaBroker broker() {
        return shared();
    }

    /** @return how many partitions the inputs have */
    int partitions() {
        return 1;
    }

    @BeforeEach
    void makeTopics() {
        broker().create(inputs(), partitions(), Map.of());
        List.of(outputs(), errors(), canceled()).forEach(topic -> broker().create(topic, 1, Map.of()));
    }

    String inputs() {
        return topics + ".inputs";
    }

    String outputs() {
        return topics + ".outputs";
    }

    String errors() {
        return topics + ".errors";
    }

    String canceled() {
        return topics + ".canceled";
    }

    @Override
    protected GatewayFixture gateway(String url) {
        return onTopics(super.gateway(url));
    }

    /** Another gateway of the same group, with a home of its own. */
    GatewayFixture gateway(Path itsHome, String url) {
        return onTopics(closed(new GatewayFixture(itsHome, url)));
    }

    private GatewayFixture onTopics(GatewayFixture gateway) {
        profile().forEach((key, value) -> gateway.with((String) key,
                ((String) value).replace("kafka:nextmv", "kafka:" + topics)));
        return gateway.with("nextmv.kafka.brokers", broker().address());
    }

    private static Properties profile() {
        Properties profile = new Properties();
        try (BufferedReader in = Files.newBufferedReader(Path.of("config", "application-kafka.properties"))) {
            profile.load(in);
            return profile;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one record to the inputs. */
    void send(String key, String value, Map<String, String> headers) {
        broker().send(List.of(record(key, value, headers)));
    }

    ProducerRecord<String, byte[]> record(String key, String value, Map<String, String> headers) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(inputs(), key,
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, text) -> record.headers().add(name,
                text == null ? null : text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    /** Waits until a topic has so many records. */
    List<ConsumerRecord<String, byte[]>> until(GatewayFixture gateway, int count, String topic) {
        try {
            gateway.until(count + " records in " + topic, () -> broker().records(topic).size() >= count);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "; the log says:\n" + String.join("\n", gateway.log().lines()), e);
        }
        return broker().records(topic);
    }

    /** Waits until so many records of the inputs are done with. */
    void untilCommitted(GatewayFixture gateway, long count) {
        gateway.until(count + " records are committed", () -> committed() == count);
    }

    long committed() {
        return broker().committed(GROUP, inputs());
    }

    static String header(ConsumerRecord<String, byte[]> record, String name) {
        return KafkaBroker.header(record, name).orElse("");
    }

    static String text(ConsumerRecord<String, byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
