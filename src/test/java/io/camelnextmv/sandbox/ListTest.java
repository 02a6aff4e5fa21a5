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
    void applications_are_listed_that_have_runs_or_are_named_by_the_settings() throws java.io.IOException {
        client.submit("{\"input\":{}}");
        client.post("/v1/applications/packing/runs", "{\"input\":{}}");
        try (Sandbox named = new Sandbox(settings().withApplications(java.util.Set.of("one", "unknown-app"))).start()) {
            assertThat(new Client(named).get("/v1/applications").json().findValuesAsText("id")).containsExactly("one");
        }
        JsonNode all = client.get("/v1/applications").json();
        assertThat(all.findValuesAsText("id")).containsExactly("packing", "routing");
        assertThat(all.path(0)).isEqualTo(client.get("/v1/applications/packing").json());
    }

    @Test
    void a_row_of_the_list_says_what_the_run_was_started_with() throws java.io.IOException {
        sandbox.addInput("square", SQUARE.getBytes(StandardCharsets.UTF_8));
        String run = client.submit("{\"input_id\":\"square\",\"options\":{\"k\":\"v\"},\"batch_experiment_id\":\"b\","
                + "\"configuration\":{\"queuing\":{\"priority\":3,\"disabled\":true}}}");
        client.await(run, "succeeded");
        String plain = client.submit("{\"input\":{}}");

        JsonNode rows = client.get("/v1/applications/routing/runs").json().path("runs");
        assertThat(rows.path(0).path("id").asText()).isEqualTo(plain);
        assertThat(rows.path(0).path("experiment_id").textValue()).isEmpty();
        assertThat(rows.path(1).path("experiment_id").asText()).isEqualTo("b");
        assertThat(rows.path(1).path("input_id").asText()).isEqualTo("square");
        assertThat(rows.path(1).path("options").path("k").asText()).isEqualTo("v");
        assertThat(rows.path(1).path("queuing_priority").asInt()).isEqualTo(3);
        assertThat(rows.path(1).path("queuing_disabled").asBoolean()).isTrue();
        assertThat(rows.path(1).path("metrics").path(0).path("name").asText()).isEqualTo("result");
    }

    @Test
    void an_application_is_known_by_its_id_unless_the_settings_say_that_there_is_none() {
        assertThat(client.get("/v1/applications/routing").json().path("id").asText()).isEqualTo("routing");
        assertThat(client.get("/v1/applications/unknown-app").status()).isEqualTo(404);
    }
}
