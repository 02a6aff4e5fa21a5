package io.camelnextmv.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetricsTest extends GatewayTest {
    private final int port = FreePort.next();

    private GatewayFixture watched(GatewayFixture gateway) {
        return gateway.with("camel.management.enabled", "true").with("camel.management.port", Integer.toString(port));
    }

    private String metrics() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/observe/metrics")).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void theyTellHowMuchOfTheBudgetIsUsedAndWhatIsOnItsWay() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = watched(gateway(cloud)).with("nextmv.limit.runs", "3/h").with("nextmv.limit.results", "7/10s")
                .with("nextmv.limit.requests", "").start();
        gateway.drop("first.json", SQUARE);
        gateway.untilWaiting(1);
        gateway.drop("second.json", SQUARE);
        gateway.until("the second waits for its turn", () -> metrics().contains(
                "nextmv_limit_waiting{account=\"main\",limit=\"runs\"} 1.0"));

        assertThat(metrics().lines()).contains("nextmv_limit_most{account=\"main\",limit=\"runs\"} 3.0",
                "nextmv_limit_used{account=\"main\",limit=\"runs\"} 1.0",
                "nextmv_limit_most{account=\"main\",limit=\"results\"} 7.0",
                "nextmv_inputs_in_flight 2.0",
                "nextmv_circuit_breaker_open{account=\"main\",service=\"api\"} 0.0")
                .noneMatch(line -> line.contains("limit=\"requests\""))
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"))
                .noneMatch(line -> line.startsWith("camel_exchange"));
    }

    @Test
    void theyTellThatNothingGetsThroughAndOfWhichAccount() throws Exception {
        GatewayFixture gateway = watched(gateway("http://127.0.0.1:1")).with("nextmv.inboxes", "night")
                .with("nextmv.inboxes.night.url", cloud(quick()).url())
                .with("nextmv.inboxes.night.api-key", GatewayFixture.API_KEY).start();

        gateway.drop("orders.json", SQUARE);
        gateway.until("it is told", () -> metrics().contains(
                "nextmv_circuit_breaker_open{account=\"main\",service=\"api\"} 1.0"));

        assertThat(metrics()).contains("nextmv_circuit_breaker_open{account=\"night\",service=\"api\"} 0.0")
                .doesNotContain(GatewayFixture.API_KEY);
    }
}
