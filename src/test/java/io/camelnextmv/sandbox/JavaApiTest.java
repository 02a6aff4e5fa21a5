package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaApiTest extends SandboxTest {

    @Test
    void a_managed_input_can_be_run() throws IOException {
        sandbox.addInput("square", SQUARE.getBytes(StandardCharsets.UTF_8));
        String run = client.submit("{\"input_id\":\"square\"}");
        client.await(run, "succeeded");

        assertThat(client.metadata(run).path("tracking").path("input_id").asText()).isEqualTo("square");
        assertThat(sandbox.openInput(run).orElseThrow().readAllBytes())
                .isEqualTo(SQUARE.getBytes(StandardCharsets.UTF_8));
        assertThat(new String(sandbox.openOutput(run).orElseThrow().readAllBytes(), StandardCharsets.UTF_8))
                .contains("\"length\":4.0");
    }

    @Test
    void the_runs_can_be_looked_through() throws IOException {
        client.submit("{\"input\":{}}");
        String marked = client.submit("{\"input\":{\"a\": 1},\"description\":\"mark\",\"options\":{\"k\":\"v\"}}");

        RunView view = sandbox.runs().stream().filter(run -> run.description().equals("mark")).findFirst()
                .orElseThrow();
        assertThat(sandbox.runs()).hasSize(2);
        assertThat(view.id()).isEqualTo(marked);
        assertThat(view.application()).isEqualTo("routing");
        assertThat(view.inputSize()).isEqualTo("{\"a\": 1}".length());
        assertThat(view.options()).isEqualTo(Map.of("k", "v"));
        assertThat(sandbox.inputSha256(marked))
                .contains("f9d86028c6e0d64e225186f96acb69338b2c59764df79162107f5c4bb34d1310");
        assertThat(sandbox.run("nobody")).isEmpty();
        assertThat(sandbox.inputSha256("nobody")).isEmpty();
    }

    @Test
    void the_requests_are_counted_by_endpoint() {
        client.get("/v1/account/queue");
        client.get("/v1/account/queue");
        client.get("/v1/applications/routing/runs/nobody/metadata");
        client.get("/v1/nothing");

        assertThat(sandbox.requests(Endpoint.ACCOUNT_QUEUE)).isEqualTo(2);
        assertThat(sandbox.requests(Endpoint.RUN_METADATA)).isEqualTo(1);
        assertThat(sandbox.requests(Endpoint.UNKNOWN)).isEqualTo(1);
        assertThat(sandbox.requests()).containsKeys(Endpoint.values()).containsEntry(Endpoint.NEW_RUN, 0L);
    }

    @Test
    void the_settings_do_not_show_the_key() {
        assertThat(SandboxSettings.defaults().withApiKey("hidden").toString()).doesNotContain("hidden");
    }
}
