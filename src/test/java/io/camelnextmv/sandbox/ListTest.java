package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
    void the_next_page_token_leads_to_older_runs_though_new_ones_are_started_meanwhile_and_the_last_page_has_none() {
        for (int i = 0; i < 120; i++) {
            client.submit("{\"input\":{},\"name\":\"run " + i + "\"}");
        }
        JsonNode first = client.get("/v1/applications/routing/runs").json();
        client.submit("{\"input\":{},\"name\":\"new\"}");
        JsonNode second = page(first);
        JsonNode third = page(second);

        assertThat(second.path("runs")).hasSize(50);
        assertThat(second.path("runs").path(0).path("name").asText()).isEqualTo("run 69");
        assertThat(third.path("runs")).hasSize(20);
        assertThat(third.path("runs").path(19).path("name").asText()).isEqualTo("run 0");
        assertThat(third.has("next_page_token")).isFalse();
    }

    private JsonNode page(JsonNode before) {
        return client.get("/v1/applications/routing/runs?pagetoken=" + URLEncoder.encode(
                before.path("next_page_token").asText(), StandardCharsets.UTF_8)).json();
    }

    @Test
    void a_token_that_was_never_given_is_refused() {
        assertThat(client.get("/v1/applications/routing/runs?pagetoken=7").status()).isEqualTo(400);
    }

    @Test
    void an_application_is_known_by_its_id_unless_the_settings_say_that_there_is_none() {
        assertThat(client.get("/v1/applications/routing").json().path("id").asText()).isEqualTo("routing");
        assertThat(client.get("/v1/applications/unknown-app").status()).isEqualTo(404);
    }
}
