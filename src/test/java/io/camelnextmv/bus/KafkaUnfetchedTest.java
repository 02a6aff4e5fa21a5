package io.camelnextmv.bus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.Sandbox;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A record that points to what its server fails to give. */
@Tag("proof")
class KafkaUnfetchedTest extends KafkaTest {
    private final WireMockServer files = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
    private Sandbox cloud;

    @BeforeEach
    void serve() {
        files.start();
        files.stubFor(get(urlPathEqualTo("/orders/x")).willReturn(aResponse().withStatus(503)));
        cloud = cloud(quick());
    }

    @AfterEach
    void stopFiles() {
        files.stop();
    }

    private GatewayFixture allowing() {
        return gateway(cloud).with("nextmv.inputs.claim-check", files.baseUrl() + "/orders/");
    }

    @Test
    void isRefusedAfterATimeAndWhatIsBehindItIsTaken() {
        GatewayFixture gateway = allowing().with("nextmv.retry.give-up", "1s").start();
        send("a", "", Map.of("NextmvInputFile", files.baseUrl() + "/orders/x"));
        send("b", SQUARE, Map.of("NextmvInput", "behind.json"));

        ConsumerRecord<String, byte[]> error = until(gateway, 1, errors()).get(0);
        assertThat(header(error, "NextmvStatus")).isEqualTo("rejected");
        assertThat(header(error, "NextmvReport")).contains("nextmv.retry.give-up", "send the message again");
        assertThat(until(gateway, 1, outputs()).get(0).key()).isEqualTo("b");
        assertThat(files.getAllServeEvents()).hasSizeGreaterThan(5);
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void holdsUpNoFileAndIsRunWhenItsServerAnswers() {
        GatewayFixture gateway = allowing().with("nextmv.retry.delay", "5s").with("nextmv.retry.max-delay", "5s").start();
        send("a", "", Map.of("NextmvInputFile", files.baseUrl() + "/orders/x"));
        gateway.until("it was asked for", () -> !files.getAllServeEvents().isEmpty());

        gateway.drop("orders.json", SQUARE);
        gateway.until("a file is taken at once", () -> cloud.runs().size() == 1);
        assertThat(files.getAllServeEvents()).as("before the next try").hasSize(1);

        files.stubFor(get(urlPathEqualTo("/orders/x")).willReturn(aResponse().withBody(SQUARE)));
        until(gateway, 2, outputs());
        assertThat(cloud.runs()).hasSize(2);
    }
}
