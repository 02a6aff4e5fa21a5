package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndpointTest extends SandboxTest {

    @Test
    void assets_lead_to_a_download() {
        String run = client.submit("{\"input\":" + SQUARE + "}");
        client.await(run, "succeeded");
        String path = "/v1/applications/routing/runs/" + run + "/assets";

        JsonNode item = client.get(path).json().path("items").path(0);
        assertThat(item.fieldNames()).toIterable().containsExactlyInAnyOrder("id", "name", "type", "created_at",
                "size");
        assertThat(Instant.parse(item.path("created_at").textValue())).isBeforeOrEqualTo(Instant.now());
        assertThat(item.path("size").intValue()).isPositive()
                .isEqualTo(client.metadata(run).path("output_size").intValue());
        JsonNode asset = client.get(path + "/" + item.path("id").asText()).json();
        assertThat(asset.path("type").asText()).isEqualTo("json");
        assertThat(client.storage("GET", asset.path("download_url").asText(), BodyPublishers.noBody()).json())
                .isEqualTo(client.result(run).path("output"));
        assertThat(client.get(path + "/other").status()).isEqualTo(404);
    }

    @Test
    void an_escaped_name_in_a_path_is_that_name() {
        String run = client.post("/v1/applications/my%20app+x/runs", "{\"input\":{}}").json().path("run_id").asText();
        assertThat(sandbox.run(run).orElseThrow().application()).isEqualTo("my app+x");
        assertThat(client.get("/v1/applications/my%20app+x/runs/" + run + "/metadata").status()).isEqualTo(200);
    }

    @Test
    void only_configured_applications_are_known() throws java.io.IOException {
        try (Sandbox other = new Sandbox(settings().withApplications(java.util.Set.of("routing"))).start()) {
            client = new Client(other);
            client.submit("{\"input\":{}}");
            assertThat(client.get("/v1/applications/packing/runs").status()).isEqualTo(404);
        }
    }
}
