package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class ListTest extends SandboxTest {

    @Test
    void the_run_list_has_the_newest_fifty_runs_of_the_application_newest_first() {
        for (int i = 0; i < 52; i++) {
            client.submit("{\"input\":{},\"name\":\"run " + i + "\",\"description\":\"mark " + i + "\"}");
        }
        client.post("/v1/applications/other/runs", "{\"input\":{}}");

        JsonNode rows = client.get("/v1/applications/routing/runs").json().path("runs");
        assertThat(rows).hasSize(50);
        assertThat(rows.path(0).path("name").asText()).isEqualTo("run 51");
        assertThat(rows.path(49).path("description").asText()).isEqualTo("mark 2");
        assertThat(sandbox.runs()).hasSize(53);
    }

    @Test
    void an_application_is_known_by_its_id_unless_the_settings_say_that_there_is_none() {
        assertThat(client.get("/v1/applications/routing").json().path("id").asText()).isEqualTo("routing");
        assertThat(client.get("/v1/applications/unknown-app").status()).isEqualTo(404);
    }
}
