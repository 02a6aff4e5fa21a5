package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

class LimitsTest extends SandboxTest {
    private static final int LIMIT = 5 * 1024 * 1024;

    @Test
    void an_inline_input_of_exactly_5_megabytes_is_taken_and_given_back() {
        String input = inputOf(LIMIT);
        String run = client.submit("{\"input\":" + input + "}");

        assertThat(client.metadata(run).path("input_size").asInt()).isEqualTo(LIMIT);
        assertThat(client.get("/v1/applications/routing/runs/" + run + "/input").text()).isEqualTo(input);
    }

    @Test
    void an_inline_input_of_one_byte_more_is_refused() {
        Client.Reply reply = client.post("/v1/applications/routing/runs", "{\"input\":" + inputOf(LIMIT + 1) + "}");
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.error()).contains("upload");
        assertThat(sandbox.runs()).isEmpty();
    }

    @Test
    void a_body_far_over_the_limit_is_refused_too() {
        Client.Reply reply = client.post("/v1/applications/routing/runs", "{\"input\":" + inputOf(3 * LIMIT) + "}");
        assertThat(reply.status()).isEqualTo(413);
        assertThat(client.get("/v1/account/queue").status()).isEqualTo(200);
    }

    @Test
    void a_large_output_is_not_returned_inline_but_by_url() {
        String run = client.submit("{\"input\":" + SQUARE + ",\"options\":{\"output_size\":\"" + LIMIT + "\"}}");
        client.await(run, "succeeded");
        String path = "/v1/applications/routing/runs/" + run;

        Client.Reply plain = client.get(path);
        assertThat(plain.status()).isEqualTo(413);
        assertThat(plain.error()).contains("format=url");

        JsonNode byUrl = client.get(path + "?format=url").json();
        assertThat(byUrl.path("metadata").path("output_size").asLong()).isGreaterThan(LIMIT);
        Client.Reply download = client.storage("GET", byUrl.path("output").path("url").asText(),
                BodyPublishers.noBody());
        assertThat(download.body()).hasSize(byUrl.path("metadata").path("output_size").asInt());
        assertThat(download.json().path("solutions").path(0).path("length").asDouble()).isEqualTo(4.0);
    }

    @Test
    void a_large_input_is_not_returned_inline_but_by_url() {
        JsonNode upload = client.post("/v1/applications/routing/runs/uploadurl", "").json();
        String input = inputOf(LIMIT + 1);
        client.storage("PUT", upload.path("upload_url").asText(), BodyPublishers.ofString(input));
        String run = client.submit("{\"upload_id\":\"" + upload.path("upload_id").asText() + "\"}");
        client.await(run, "succeeded");
        String path = "/v1/applications/routing/runs/" + run + "/input";

        assertThat(client.get(path).status()).isEqualTo(413);
        String url = client.get(path + "?format=url").json().path("url").asText();
        assertThat(client.storage("GET", url, BodyPublishers.noBody()).text()).isEqualTo(input);
    }

    @Test
    void an_output_over_100_megabytes_cannot_be_downloaded() {
        String run = client.submit("{\"input\":{},\"options\":{\"output_size\":\"104857601\"}}");
        client.await(run, "succeeded");
        assertThat(client.get("/v1/applications/routing/runs/" + run + "?format=url").status()).isEqualTo(413);
    }

    private static String inputOf(int bytes) {
        return "{\"padding\":\"" + "x".repeat(bytes - 14) + "\"}";
    }
}
