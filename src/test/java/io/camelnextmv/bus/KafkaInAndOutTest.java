package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A record is an input, its headers say what the file beside an input says, and its answer is a record. */
@Tag("proof")
class KafkaInAndOutTest extends KafkaTest {
    private Sandbox cloud;
    private GatewayFixture gateway;

    @BeforeEach
    void open() {
        cloud = cloud(quick());
        gateway = gateway(cloud);
    }

    @Test
    void theOutputIsARecordWithTheKeyOfTheInput() throws Exception {
        gateway.start();
        send("vehicle-7", SQUARE, Map.of());

        ConsumerRecord<String, byte[]> answer = until(gateway, 1, outputs()).get(0);
        gateway.untilDone(1);

        RunView run = cloud.runs().get(0);
        assertThat(answer.key()).isEqualTo("vehicle-7");
        assertThat(answer.value()).isEqualTo(cloud.openOutput(run.id()).orElseThrow().readAllBytes());
        assertThat(header(answer, "NextmvRunId")).isEqualTo(run.id());
        assertThat(header(answer, "NextmvStatus")).isEqualTo("succeeded");
        assertThat(header(answer, "NextmvTicket")).isEqualTo(GatewayFixture.names(gateway.archive()).get(0));
        untilCommitted(gateway, 1);
        assertThat(broker().records(errors())).isEmpty();
        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
    }

    @Test
    void headersSayWhatTheFileBesideAnInputSays() {
        gateway.start();
        send(null, SQUARE, Map.of("NextmvApplicationId", "other", "NextmvInstanceId", "beta",
                "NextmvOptions", "{\"solver\":\"schnell, möglichst\"}", "NextmvName", "Zürich", "NextmvInput", "tägliche.json"));

        ConsumerRecord<String, byte[]> answer = until(gateway, 1, outputs()).get(0);

        RunView run = cloud.runs().get(0);
        assertThat(run.application()).isEqualTo("other");
        assertThat(run.instance()).isEqualTo("beta");
        assertThat(run.name()).isEqualTo("Zürich");
        assertThat(run.options()).containsEntry("solver", "schnell, möglichst");
        assertThat(answer.key()).isNull();
        assertThat(header(answer, "NextmvInput")).isEqualTo("tägliche.json");
    }

    @Test
    void headersThatSteerCamelDoNothing() {
        gateway.start();
        send("a", SQUARE, Map.of("CAmelHttpUri", "http://127.0.0.1:1/", "camelFileName", "evil",
                "kafka.OVERRIDE_TOPIC", canceled(), "KAFKA.override_topic", canceled(), "NextmvTicket", "stolen"));

        ConsumerRecord<String, byte[]> answer = until(gateway, 1, outputs()).get(0);

        assertThat(header(answer, "NextmvStatus")).isEqualTo("succeeded");
        assertThat(header(answer, "NextmvTicket")).isNotEqualTo("stolen");
        assertThat(answer.headers().toArray()).allSatisfy(header -> assertThat(header.key()).startsWith("Nextmv"));
        assertThat(broker().records(canceled())).isEmpty();
    }

    @Test
    void aFailedRunsInputComesBackWithItsReport() {
        gateway.start();
        send("a", "{\"fail\":\"no vehicle is left\"}", Map.of());

        ConsumerRecord<String, byte[]> answer = until(gateway, 1, errors()).get(0);

        assertThat(answer.key()).isEqualTo("a");
        assertThat(text(answer)).isEqualTo("{\"fail\":\"no vehicle is left\"}");
        assertThat(header(answer, "NextmvStatus")).isEqualTo("failed");
        assertThat(header(answer, "NextmvReport")).contains("no vehicle is left");
        untilCommitted(gateway, 1);
    }

    @Test
    void whatCanBeNoInputGoesToTheErrorsOnceAndHoldsUpNobody() {
        ProducerRecord<String, byte[]> odd = new ProducerRecord<>(inputs(), "bytes", SQUARE.getBytes(StandardCharsets.UTF_8));
        odd.headers().add("NextmvInput", new byte[] {(byte) 0xff, 0, '/'});
        broker().send(List.of(record("tombstone", null, Map.of()), record("empty", "", Map.of()),
                record("options", SQUARE, Map.of("NextmvOptions", "[")), odd, record("words", "no JSON", Map.of())));
        ProducerRecord<String, byte[]> nothing = record("good", SQUARE, Map.of());
        nothing.headers().add("NextmvName", null).add("x", null);
        broker().send(List.of(nothing));

        gateway.start();
        until(gateway, 5, errors());
        until(gateway, 1, outputs());
        untilCommitted(gateway, 6);

        assertThat(broker().records(errors())).extracting(ConsumerRecord::key)
                .containsExactlyInAnyOrder("tombstone", "empty", "options", "bytes", "words");
        assertThat(broker().records(errors())).allSatisfy(answer -> {
            assertThat(header(answer, "NextmvStatus")).isEqualTo("rejected");
            assertThat(header(answer, "NextmvReport")).contains("\"error\"");
        });
        assertThat(broker().records(outputs())).extracting(ConsumerRecord::key).containsExactly("good");
        assertThat(cloud.runs()).hasSize(1);
        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("ERROR"));
    }

    @Test
    void everyRecordOfManyIsAnswered() {
        broker().send(IntStream.range(0, 200).mapToObj(i -> record("key-" + i, SQUARE, Map.of())).toList());

        long before = System.nanoTime();
        gateway.start();
        until(gateway, 200, outputs());
        System.out.println("KafkaInAndOutTest: 200 records in " + (System.nanoTime() - before) / 1_000_000 + " ms");

        assertThat(broker().records(outputs())).extracting(ConsumerRecord::key)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 200).mapToObj(i -> "key-" + i).toList());
        assertThat(cloud.runs()).hasSize(200);
        untilCommitted(gateway, 200);
    }
}
