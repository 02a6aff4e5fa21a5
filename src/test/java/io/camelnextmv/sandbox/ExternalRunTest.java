package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

class ExternalRunTest extends SandboxTest {

    @Test
    void a_tracked_run_that_succeeded_has_the_output_that_was_uploaded() {
        String run = client.submit(track("\"status\":\"succeeded\",\"execution_duration\":1234,\"output_upload_id\":\""
                + upload("{\"answer\":42}") + "\""));

        JsonNode result = client.result(run);
        assertThat(result.path("metadata").path("status_v2").asText()).isEqualTo("succeeded");
        assertThat(result.path("metadata").path("execution_duration").asInt()).isEqualTo(1234);
        assertThat(result.path("metadata").path("run_type").path("type").asText()).isEqualTo("external");
        assertThat(result.path("output").path("answer").asInt()).isEqualTo(42);
    }

    @Test
    void a_result_makes_a_run_external_whatever_type_it_names() {
        for (String configuration : new String[] {"{\"format\":{\"input\":{\"type\":\"json\"}}}",
            "{\"run_type\":{\"type\":\"standard\"}}", "null"}) {
            String run = client.submit("{\"upload_id\":\"" + upload(SQUARE) + "\",\"configuration\":" + configuration
                    + ",\"result\":{\"status\":\"succeeded\",\"output_upload_id\":\"" + upload("{\"answer\":42}")
                    + "\"}}");

            JsonNode result = client.result(run);
            assertThat(result.path("metadata").path("status_v2").asText()).isEqualTo("succeeded");
            assertThat(result.path("metadata").path("run_type").path("type").asText()).isEqualTo("external");
            assertThat(result.path("output").path("answer").asInt()).isEqualTo(42);
        }
    }

    @Test
    void a_run_without_a_result_is_what_its_type_names() {
        String run = client.submit("{\"input\":{},\"result\":null}");

        assertThat(client.metadata(run).path("run_type").path("type").asText()).isEqualTo("standard");
    }

    @Test
    void what_a_tracked_run_wrote_is_in_its_log() {
        String run = client.submit(track("\"status\":\"succeeded\",\"output_upload_id\":\"" + upload("{}")
                + "\",\"error_upload_id\":\"" + upload("first\nsecond") + "\""));

        assertThat(client.get("/v1/applications/routing/runs/" + run + "/logs").json().path("log").asText().lines())
                .containsSubsequence("first", "second", "run succeeded");
    }

    @Test
    void a_tracked_run_that_failed_has_the_error_that_was_told() {
        String run = client.submit(track("\"status\":\"failed\",\"error_message\":\"no luck\",\"error_upload_id\":\""
                + upload("trace") + "\""));

        JsonNode result = client.result(run);
        assertThat(result.path("metadata").path("status_v2").asText()).isEqualTo("failed");
        assertThat(result.path("metadata").path("error").asText()).isEqualTo("no luck");
        assertThat(result.path("error_log").path("stderr").asText()).isEqualTo("trace");
    }

    @Test
    void a_tracked_run_that_failed_may_have_an_output() {
        String run = client.submit(track("\"status\":\"failed\",\"error_message\":\"no luck\","
                + "\"output_upload_id\":\"" + upload("{\"answer\":42}") + "\""));

        assertThat(client.result(run).path("output").path("answer").asInt()).isEqualTo(42);
        assertThat(client.metadata(run).path("status_v2").asText()).isEqualTo("failed");
    }

    @Test
    void a_tracked_run_with_an_output_that_was_never_uploaded_is_refused() {
        assertThat(client.post("/v1/applications/routing/runs",
                track("\"status\":\"succeeded\",\"output_upload_id\":\"none\"")).status()).isEqualTo(400);
    }

    private String track(String result) {
        return "{\"upload_id\":\"" + upload("{}") + "\",\"configuration\":{\"run_type\":{\"type\":\"external\"}},"
                + "\"result\":{" + result + "}}";
    }

    private String upload(String content) {
        JsonNode upload = client.post("/v1/applications/routing/runs/uploadurl", "").json();
        client.storage("PUT", upload.path("upload_url").asText(), BodyPublishers.ofString(content));
        return upload.path("upload_id").asText();
    }
}
