package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailTest extends SandboxTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', value = {
        "{\"input\":{},\"options\":{\"fail\":\"no vehicle\"}} | no vehicle",
        "{\"input\":{\"fail\":\"asked for\"}} | asked for",
        "{\"input\":{},\"options\":{\"duration\":\"soon\"}} | soon",
        "{\"input\":{\"stops\":[{\"x\":1,\"y\":2}]}} | stop 0 has no id",
        "{\"input\":{\"stops\":[{\"id\":\"a\",\"x\":1}]}} | neither lon and lat nor x and y",
        "{\"input\":{\"stops\":7}} | stops must be an array",
    })
    void a_run_that_fails_says_why(String body, String message) {
        String run = client.submit(body);
        client.await(run, "failed");

        JsonNode result = client.result(run);
        assertThat(client.metadata(run).path("error").asText()).contains(message);
        assertThat(result.path("error_log").path("error").asText()).contains(message);
        assertThat(result.path("error_log").path("stderr").asText()).contains(message);
        assertThat(result.path("error_log").path("stdout").asText()).contains("run started");
        assertThat(result.has("output")).isFalse();
        assertThat(client.get("/v1/applications/routing/runs/" + run + "/logs").text()).contains(message);
        assertThat(sandbox.run(run).orElseThrow().error().orElseThrow()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', value = {
        "{\"input\":{},\"options\":{\"fail\":\"no vehicle\",\"partial\":\"true\"}} | no vehicle",
        "{\"input\":{\"fail\":\"asked for\",\"partial\":true}} | asked for",
        "{\"input\":{\"partial\":true,\"fail\":\"asked for\"}} | asked for",
        "{\"input\":{\"fail\":\"asked for\"},\"options\":{\"partial\":\"true\"}} | asked for",
    })
    void a_run_that_fails_may_have_an_output_all_the_same(String body, String message) {
        String run = client.submit(body);
        client.await(run, "failed");

        JsonNode result = client.result(run);
        assertThat(result.path("error_log").path("error").asText()).isEqualTo(message);
        assertThat(result.path("output").path("solutions")).hasSize(1);
        assertThat(result.path("metadata").path("output_size").asInt()).isPositive();
    }

    @Test
    void partial_alone_fails_nothing() {
        String run = client.submit("{\"input\":{\"partial\":true},\"options\":{\"partial\":\"true\"}}");
        client.await(run, "succeeded");
    }

    @Test
    void only_a_text_at_the_top_of_the_input_asks_to_fail() {
        String run = client.submit("{\"input\":{\"fail\":false,\"nested\":{\"fail\":\"x\"}}}");
        client.await(run, "succeeded");
    }
}
