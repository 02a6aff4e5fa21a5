package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExpiryTest extends SandboxTest {

    @Override
    SandboxSettings settings() {
        return super.settings().withLinkLifetime(Duration.ZERO);
    }

    @Test
    void an_upload_url_that_has_expired_is_refused() {
        String url = client.post("/v1/applications/routing/runs/uploadurl", "").json().path("upload_url").asText();
        Client.Reply reply = client.storage("PUT", url, BodyPublishers.ofString("{}"));
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text()).contains("expired");
    }

    @Test
    void a_download_url_that_has_expired_is_refused() {
        String run = client.submit("{\"input\":{}}");
        String url = client.get("/v1/applications/routing/runs/" + run + "/input?format=url").json()
                .path("url").asText();
        assertThat(client.storage("GET", url, BodyPublishers.noBody()).status()).isEqualTo(403);
    }
}
