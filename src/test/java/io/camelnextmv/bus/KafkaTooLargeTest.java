package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An answer that no record can hold is told of, and not sent again and again. */
@Tag("proof")
class KafkaTooLargeTest extends KafkaTest {
    /** More than a report takes. */
    private static final int LIMIT = 10_000;

    private static String large(String start) {
        return start + ",\"more\":\"" + "x".repeat(2 * LIMIT) + "\"}";
    }

    @Test
    void anOutputThatIsTooLargeForTheClientIsAnErrorAndStaysInTheArchive() {
        GatewayFixture gateway = gateway(cloud(quick())).with("camel.component.kafka.maxRequestSize",
                Integer.toString(LIMIT));
        outputIsTooLarge(gateway, stops(1000));
    }

    @Test
    void anOutputThatIsTooLargeForTheTopicIsAnErrorAndStaysInTheArchive() {
        broker().limit(outputs(), LIMIT);
        outputIsTooLarge(gateway(cloud(quick())), stops(1000));
    }

    private void outputIsTooLarge(GatewayFixture gateway, String input) {
        gateway.start();
        send("a", input, Map.of());

        ConsumerRecord<String, byte[]> answer = until(gateway, 1, errors()).get(0);

        gateway.untilDone(1);
        Path archived = gateway.archive().resolve(header(answer, "NextmvTicket"));
        assertThat(answer.key()).isEqualTo("a");
        assertThat(text(answer)).isIn(input, "");
        assertThat(header(answer, "NextmvStatus")).isEqualTo("too_large");
        assertThat(header(answer, "NextmvRunId")).isNotEmpty();
        assertThat(header(answer, "NextmvReport")).contains("maxRequestSize", "max.message.bytes", archived.toString());
        assertThat(GatewayFixture.json(archived.resolve("output.json")).isObject()).isTrue();
        assertThat(GatewayFixture.text(archived.resolve("output.json"))).hasSizeGreaterThan(LIMIT);
        assertThat(broker().records(outputs())).isEmpty();
        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("ERROR"));
    }

    private static String stops(int count) {
        StringBuilder stops = new StringBuilder();
        for (int i = 0; i < count; i++) {
            stops.append(i == 0 ? "" : ",").append("{\"id\":\"stop-").append(i).append("\",\"x\":").append(i).append(",\"y\":0}");
        }
        return "{\"stops\":[" + stops + "]}";
    }

    @Test
    void anInputThatIsTooLargeToBeSentBackStaysInTheArchive() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("camel.component.kafka.maxRequestSize", Integer.toString(LIMIT)).start();
        String input = large("{\"fail\":\"no vehicle is left\"");
        send("a", input, Map.of());

        ConsumerRecord<String, byte[]> answer = until(gateway, 1, errors()).get(0);

        gateway.untilDone(1);
        assertThat(answer.value()).isEmpty();
        assertThat(header(answer, "NextmvStatus")).isEqualTo("failed");
        assertThat(header(answer, "NextmvReport")).contains("no vehicle is left");
        assertThat(gateway.archive().resolve(header(answer, "NextmvTicket")).resolve("input").resolve("message.json"))
                .hasContent(input);
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void anInputAsLargeAsARecordMayBeIsRun() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        send("a", "{\"stops\":[],\"more\":\"" + "x".repeat(1_000_000) + "\"}", Map.of());

        until(gateway, 1, outputs());

        assertThat(cloud.runs()).hasSize(1);
    }
}
