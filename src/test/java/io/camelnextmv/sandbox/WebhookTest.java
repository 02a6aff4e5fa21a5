package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WebhookTest extends SandboxTest {
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    @Override
    SandboxSettings settings() {
        return super.settings().withWebhooks(TimeUnit.SECONDS, 3, Duration.ofMillis(5));
    }

    @Test
    void webhooks_can_be_registered_read_changed_and_removed() {
        Client.Reply added = register("w1", "http://127.0.0.1:9/a");
        assertThat(added.status()).isEqualTo(200);
        assertThat(added.json().has("secret")).isFalse();
        assertThat(register("w1", "http://127.0.0.1:9/a").status()).isEqualTo(409);

        assertThat(client.get("/v1/webhooks").json().path("items").findValuesAsText("id")).containsExactly("w1");
        String secret = client.get("/v1/webhooks/w1/secret").json().path("secret").asText();
        assertThat(secret).isNotBlank();

        Client.Reply changed = client.call("PUT", "/v1/webhooks/w1", BodyPublishers.ofString(
                "{\"event_types\":[\"run.status\"],\"endpoint_url\":\"https://example.com/b\",\"description\":\"new\"}"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(client.get("/v1/webhooks/w1").json().path("endpoint_url").asText())
                .isEqualTo("https://example.com/b");
        assertThat(client.get("/v1/webhooks/w1/secret").json().path("secret").asText()).isEqualTo(secret);

        assertThat(client.call("DELETE", "/v1/webhooks/w1", BodyPublishers.noBody()).status()).isEqualTo(204);
        assertThat(client.get("/v1/webhooks/w1").status()).isEqualTo(404);
        assertThat(client.get("/v1/webhooks/w1/secret").status()).isEqualTo(404);
    }

    @Test
    void a_webhook_without_an_http_url_or_for_another_event_is_refused() {
        assertThat(register("w", "file:///etc/passwd").status()).isEqualTo(400);
        assertThat(register("w", "not a url").status()).isEqualTo(400);
        assertThat(client.post("/v1/webhooks", "{\"id\":\"w\",\"event_types\":[\"app.created\"],"
                + "\"endpoint_url\":\"http://127.0.0.1:9/\"}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource(value = TimeUnit.class, names = {"SECONDS", "MILLISECONDS"})
    void every_status_is_told_and_signed(TimeUnit unit) throws Exception {
        try (Receiver receiver = new Receiver(0);
                Sandbox other = new Sandbox(settings().withWebhooks(unit, 3, Duration.ofMillis(5))).start()) {
            client = new Client(other);
            register("w1", receiver.url());
            String secret = client.get("/v1/webhooks/w1/secret").json().path("secret").asText();
            String run = client.submit("{\"input\":{}}");

            await().atMost(AT_MOST).until(() -> receiver.events().size() == 3);
            for (Receiver.Event event : receiver.events()) {
                JsonNode body = Client.JSON.readTree(event.body());
                assertThat(body.path("type").asText()).isEqualTo("run.status");
                assertThat(body.path("data").path("run_id").asText()).isEqualTo(run);
                assertThat(event.signature()).matches("t=\\d+,v1=[0-9a-f]{64}");
                String time = event.signature().substring(2, event.signature().indexOf(','));
                assertThat(event.signature()).endsWith(",v1=" + hmac(secret, time, event.body()));
                long seconds = unit.toSeconds(Long.parseLong(time));
                assertThat(seconds).isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond());
            }
            assertThat(receiver.events()).extracting(
                    event -> Client.JSON.readTree(event.body()).path("data").path("status_v2").asText())
                    .containsExactlyInAnyOrder("queued", "running", "succeeded");
        }
    }

    @Test
    void the_test_of_a_webhook_sends_one_event_of_a_run_that_there_is_not() throws IOException {
        try (Receiver receiver = new Receiver(0); Receiver other = new Receiver(0)) {
            register("w1", receiver.url());
            register("w2", other.url());

            Client.Reply tested = client.post("/v1/webhooks/w1/test", "");

            await().atMost(AT_MOST).until(() -> receiver.events().size() == 1);
            String run = Client.JSON.readTree(receiver.events().get(0).body()).path("data").path("run_id").asText();
            assertThat(tested.status()).isEqualTo(202);
            assertThat(tested.json().path("run_id").asText()).isEqualTo(run);
            assertThat(sandbox.run(run)).isEmpty();
            assertThat(receiver.events().get(0).signature()).startsWith("t=");
            assertThat(other.events()).isEmpty();
            assertThat(client.post("/v1/webhooks/unknown/test", "").status()).isEqualTo(404);
        }
    }

    @Test
    void an_event_that_is_not_taken_is_sent_again() throws IOException {
        try (Receiver receiver = new Receiver(6)) {
            register("w1", receiver.url());
            client.submit("{\"input\":{}}");

            // Three events; six refusals are two attempts more in sum than three attempts each can lack.
            await().atMost(AT_MOST).until(() -> receiver.events().size() >= 7);
        }
    }

    @Test
    void an_event_that_nobody_takes_is_given_up() throws IOException {
        try (Receiver receiver = new Receiver(1_000)) {
            register("w1", receiver.url());
            client.submit("{\"input\":{}}");

            await().atMost(AT_MOST).until(() -> receiver.events().size() == 9);
            await().during(Duration.ofMillis(100)).atMost(AT_MOST).until(() -> receiver.events().size() == 9);
        }
    }

    private Client.Reply register(String id, String url) {
        return client.post("/v1/webhooks", "{\"id\":\"" + id + "\",\"event_types\":[\"run.status\"],"
                + "\"endpoint_url\":\"" + url + "\",\"description\":\"d\"}");
    }

    private static String hmac(String secret, String time, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }
}
