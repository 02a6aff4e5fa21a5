package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class RunLifeTest extends SandboxTest {

    @Test
    void a_new_run_ends_with_the_tour_over_its_stops() {
        String run = client.submit("{\"input\":" + SQUARE + ",\"options\":{\"speed\":\"fast\"}}");
        client.await(run, "succeeded");

        JsonNode output = client.result(run).path("output");
        assertThat(run).matches("sandbox-[0-9A-Za-z]{9}");
        assertThat(output.path("solutions").path(0).path("length").asDouble()).isEqualTo(4.0);
        assertThat(output.path("solutions").path(0).path("tour").toString())
                .isIn("[\"a\",\"b\",\"c\",\"d\"]", "[\"a\",\"d\",\"c\",\"b\"]");
        assertThat(output.path("options").path("speed").asText()).isEqualTo("fast");
        assertThat(output.path("statistics").path("result").path("value").asDouble()).isEqualTo(4.0);
    }

    @Test
    void an_input_without_stops_gives_an_empty_tour() {
        String run = client.submit("{\"input\":{\"anything\":[1,2,{\"stops\":3}]}}");
        client.await(run, "succeeded");

        assertThat(client.result(run).path("output").path("solutions").path(0).path("tour").toString())
                .isEqualTo("[]");
    }

    @Test
    void the_metadata_has_every_field_of_run_information() {
        String run = client.submit("{\"input\":" + SQUARE + ",\"name\":\"n\",\"description\":\"d\","
                + "\"batch_experiment_id\":\"exp\",\"options\":{\"k\":\"v\"},\"configuration\":"
                + "{\"execution_class\":\"6c9500mb870s\",\"queuing\":{\"priority\":2}}}");
        client.await(run, "succeeded");

        JsonNode information = client.get("/v1/applications/routing/runs/" + run + "/metadata").json();
        JsonNode metadata = information.path("metadata");
        assertThat(information.path("id").asText()).isEqualTo(run);
        assertThat(information.path("name").asText()).isEqualTo("n");
        assertThat(information.path("description").asText()).isEqualTo("d");
        assertThat(information.has("user_email")).isTrue();
        assertThat(information.has("output")).isFalse();
        assertThat(metadata.fieldNames()).toIterable().contains("application_id", "application_instance_id",
                "application_version_id", "created_at", "initiated_at", "duration", "execution_duration", "error",
                "execution_class", "experiment_id", "format", "input_size", "output_size", "queuing_disabled",
                "queuing_priority", "run_type", "runtime", "options", "metrics", "statistics", "status", "status_v2",
                "experiment_type", "integration", "secrets_collection_id", "tracking");
        assertThat(metadata.path("output_size").toString()).as("written with a point").endsWith(".0");
        assertThat(metadata.path("input_size").asInt()).isEqualTo(SQUARE.length());
        assertThat(metadata.path("experiment_id").asText()).isEqualTo("exp");
        assertThat(metadata.path("queuing_priority").asInt()).isEqualTo(2);
        assertThat(metadata.path("format").toString())
                .isEqualTo("{\"input\":{\"type\":\"json\"},\"output\":{\"type\":\"json\"}}");
        assertThat(metadata.path("options").toString()).isEqualTo("{\"active_options\":{\"k\":\"v\"},"
                + "\"request_options\":{\"k\":\"v\"},"
                + "\"options_summary\":[{\"name\":\"k\",\"value\":\"v\",\"source\":\"run\"}]}");
    }

    @Test
    void the_instance_comes_from_the_query() {
        Client.Reply reply = client.post("/v1/applications/routing/runs?instance_id=prod", "{\"input\":{}}");
        String run = reply.json().path("run_id").asText();

        assertThat(client.metadata(run).path("application_instance_id").asText()).isEqualTo("prod");
        assertThat(sandbox.run(run).orElseThrow().instance()).isEqualTo("prod");
    }
}
