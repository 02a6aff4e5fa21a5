package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.sandbox.Sandbox;
import io.netty.util.Version;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Camel's HTTP server and the broker's client share one Netty in one process. */
@Tag("proof")
class OneNettyTest extends JmsFixture {
    @Test
    void webhooksAreListenedForBesideTheBroker() throws Exception {
        Sandbox cloud = cloud(quick());
        int port = FreePort.next();
        onTheBus(cloud.url()).with("nextmv.webhook.enabled", "true")
                .with("nextmv.webhook.port", Integer.toString(port)).with("nextmv.webhook.secret", "whsec_c2VjcmV0")
                .start();

        int answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/nextmv/webhook")).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")).build(), BodyHandlers.discarding()).statusCode();
        broker.send(INPUTS, SQUARE, Map.of());

        assertThat(answer).as("an event that is not signed").isBetween(400, 403);
        assertThat(broker.take(OUTPUTS).header("NextmvStatus")).isEqualTo("succeeded");
        assertThat(Version.identify().values().stream().map(Version::artifactVersion).distinct().toList())
                .as("versions of Netty").hasSize(1);
    }

}
