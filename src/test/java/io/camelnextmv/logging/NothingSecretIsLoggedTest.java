package io.camelnextmv.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A log configuration of one's own may listen to everybody at TRACE. */
class NothingSecretIsLoggedTest extends GatewayTest {
    private static final String SECRET = "secret-that-nobody-may-see-77ab";
    private static final String PASSWORD = "password-that-nobody-may-see-31c0";
    private static final String HMAC = "0123456789abcdef".repeat(4);
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<String> usual = List.of("org.apache.camel", "org.apache.kafka", "org.eclipse.jetty", "wiremock");
    private final Map<String, Level> before = new java.util.HashMap<>();
    private Level rootBefore;

    @BeforeEach
    void listenToEverybody() {
        rootBefore = root.getLevel();
        root.setLevel(Level.TRACE);
        for (String name : usual) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            before.put(name, logger.getLevel());
            logger.setLevel(Level.TRACE);
        }
    }

    @AfterEach
    void listenAsEver() {
        root.setLevel(rootBefore);
        before.forEach((name, level) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(level));
    }

    @Test
    void aRunWithUploadEventAndDownloadIsLoggedAtTraceWithoutKeySecretPasswordOrSignature() throws Exception {
        int port = FreePort.next();
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.webhook.enabled", "true")
                .with("nextmv.webhook.port", Integer.toString(port)).with("nextmv.webhook.secret", SECRET)
                .with("nextmv.jms.password", PASSWORD).start();
        gateway.drop("data.csv", "id,x\n1,2\n");
        gateway.drop("large.json", "{\"stops\":[],\"filler\":\"" + "x".repeat(5_500_000) + "\"}");
        int status = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/nextmv/webhook")).header("Content-Type", "application/json")
                .header("Nextmv-Signature", "t=1700000000,v1=" + HMAC).POST(BodyPublishers.ofString("{}")).build(),
                BodyHandlers.discarding()).statusCode();
        gateway.untilDone(2);
        gateway.stop();

        assertThat(status).isEqualTo(401);
        List<String> lines = gateway.log().lines();
        assertThat(lines).as("everybody was listened to").anyMatch(line -> line.startsWith("TRACE"));
        assertThat(lines).anyMatch(line -> line.contains("***"));
        for (String secret : List.of(GatewayFixture.API_KEY, SECRET, PASSWORD, HMAC)) {
            assertThat(lines.stream().filter(line -> line.contains(secret)).limit(3)).as(secret).isEmpty();
        }
        assertThat(lines.stream().filter(line -> line.matches("(?s).*X-Amz-(Signature|Security-Token|Credential)=[^*].*"))
                .limit(3)).isEmpty();
    }

    @Test
    void aPasswordInAnAddressIsRefusedAtTheStartByOneLineThatDoesNotRepeatIt() {
        for (String url : List.of("http://me:" + PASSWORD + "@127.0.0.1:1", "https://" + PASSWORD + "@api.example.com",
                "http://me:" + PASSWORD + "@", "me:" + PASSWORD + "@host")) {
            assertThat(refusal(gateway(url))).startsWith("nextmv.url ").doesNotContain(PASSWORD).doesNotContain("\n");
        }
    }

    private static String refusal(GatewayFixture gateway) {
        try {
            gateway.start();
        } catch (RuntimeException e) {
            return Stream.iterate((Throwable) e, cause -> cause.getCause() != null, Throwable::getCause)
                    .reduce((first, second) -> second).orElse(e).getMessage();
        }
        return "";
    }

}
