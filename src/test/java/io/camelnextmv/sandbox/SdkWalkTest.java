package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The very requests that the vendor's public Python SDK makes. */
class SdkWalkTest extends SandboxTest {
    private static final String APP = "/v1/applications/routing";

    @Test
    void a_small_run_goes_inline() {
        Client.Reply submitted = client.post(APP + "/runs?instance_id=devint",
                "{\"input\": " + SQUARE + ", \"configuration\": {\"format\": {\"input\": {\"type\": \"json\"}, "
                        + "\"output\": {\"type\": \"json\"}}, \"queuing\": {\"priority\": 6, \"disabled\": false}}, "
                        + "\"options\": {\"duration\": \"1ms\"}, \"name\": \"sdk\", \"description\": \"\"}");
        assertThat(submitted.status()).isEqualTo(200);
        String run = submitted.json().path("run_id").asText();

        client.await(run, "succeeded");
        JsonNode result = client.get(APP + "/runs/" + run).json();
        assertThat(result.path("metadata").path("output_size").asInt()).isPositive();
        assertThat(result.path("output").path("solutions")).hasSize(1);
        assertThat(client.get(APP + "/runs/" + run + "/logs").json().has("log")).isTrue();
        assertThat(client.get(APP + "/runs/" + run + "/input").json()).isEqualTo(parse(SQUARE));
    }

    @Test
    void a_large_run_goes_by_upload_and_download() {
        JsonNode upload = client.call("POST", APP + "/runs/uploadurl", BodyPublishers.noBody()).json();
        Client.Reply put = client.send(HttpRequest.newBuilder(URI.create(upload.path("upload_url").asText()))
                .header("Content-Type", "application/json").PUT(BodyPublishers.ofString(SQUARE)).build());
        assertThat(put.status()).isEqualTo(200);

        String run = client.submit("{\"upload_id\": \"" + upload.path("upload_id").asText()
                + "\", \"options\": {\"output_size\": \"6000000\"}}");
        client.await(run, "succeeded");
        JsonNode result = client.get(APP + "/runs/" + run + "?format=url").json();
        Client.Reply download = client.send(HttpRequest.newBuilder(
                URI.create(result.path("output").path("url").asText()))
                .header("Content-Type", "application/json").build());
        assertThat(download.json().path("solutions").path(0).path("length").asDouble()).isEqualTo(4.0);
    }

    private static JsonNode parse(String json) {
        try {
            return Client.JSON.readTree(json.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
