package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeletionTest extends SandboxTest {
    private static final String RUNS = "/v1/applications/routing/runs/";

    @Override
    SandboxSettings settings() {
        return super.settings().withConcurrency(1);
    }

    @Test
    void a_run_that_was_deleted_is_unknown_wherever_it_is_asked_for() {
        String run = client.submit("{\"input\":" + SQUARE + "}");
        String kept = client.submit("{\"input\":" + SQUARE + "}");
        client.await(kept, "succeeded");
        String output = client.get(RUNS + run + "?format=url").json().path("output").path("url").asText();
        String input = client.get(RUNS + run + "/input?format=url").json().path("url").asText();

        assertThat(delete(run)).isEqualTo(204);

        for (String path : List.of("", "?format=url", "/metadata", "/input", "/input?format=url", "/logs",
                "/logs/live", "/assets", "/assets/output")) {
            assertThat(client.get(RUNS + run + path).status()).as(path).isEqualTo(404);
            assertThat(client.get(RUNS + kept + path).status()).as(path).isEqualTo(200);
        }
        assertThat(client.call("PATCH", RUNS + run + "/cancel", BodyPublishers.noBody()).status()).isEqualTo(404);
        assertThat(client.storage("GET", output, BodyPublishers.noBody()).status()).isEqualTo(404);
        assertThat(client.storage("GET", input, BodyPublishers.noBody()).status()).isEqualTo(404);
        assertThat(client.get("/v1/applications/routing/runs").json().path("runs").findValuesAsText("id"))
                .containsExactly(kept);
        assertThat(sandbox.runs()).extracting(RunView::id).containsExactly(kept);
        assertThat(delete(run)).isEqualTo(404);
    }

    @Test
    void a_run_that_is_deleted_while_it_runs_or_waits_leaves_its_place_to_the_next() {
        String running = client.submit("{\"input\":{},\"options\":{\"duration\":\"1h\"}}");
        String queued = client.submit("{\"input\":{},\"options\":{\"duration\":\"1h\"}}");
        String next = client.submit("{\"input\":{}}");

        assertThat(delete(queued)).isEqualTo(204);
        assertThat(client.get("/v1/account/queue").json().path("runs").findValuesAsText("id"))
                .containsExactly(running, next);
        assertThat(sandbox.delete(running)).isTrue();
        assertThat(sandbox.delete(running)).isFalse();
        client.await(next, "succeeded");
    }

    @Test
    void what_another_run_was_given_too_stays() {
        String upload = "{\"upload_id\":\"" + upload() + "\"}";
        String run = client.submit(upload);
        String other = client.submit(upload);
        client.await(other, "succeeded");

        delete(run);

        assertThat(client.get(RUNS + other + "/input").text()).isEqualTo(SQUARE);
    }

    private String upload() {
        var upload = client.post("/v1/applications/routing/runs/uploadurl", "").json();
        client.storage("PUT", upload.path("upload_url").asText(), BodyPublishers.ofString(SQUARE));
        return upload.path("upload_id").asText();
    }

    private int delete(String run) {
        return client.call("DELETE", RUNS + run, BodyPublishers.noBody()).status();
    }
}
