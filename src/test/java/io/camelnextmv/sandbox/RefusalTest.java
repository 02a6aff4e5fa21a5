package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest extends SandboxTest {
    private static final String RUNS = "/v1/applications/routing/runs";

    @ParameterizedTest
    @ValueSource(strings = {
        "", "not json", "[]", "{} {}", "{\"input\":{}", "{}", "{\"name\":\"n\"}",
        "{\"input\":[]}", "{\"input\":\"text\"}", "{\"input\":7}",
        "{\"input\":{},\"upload_id\":\"u\"}", "{\"input\":{},\"input_id\":\"i\"}",
        "{\"upload_id\":\"unknown\"}", "{\"input_id\":\"unknown\"}", "{\"upload_id\":7}",
        "{\"input\":{},\"options\":[]}", "{\"input\":{},\"options\":{\"n\":1}}",
        "{\"input\":{},\"options\":{\"n\":null}}", "{\"input\":{},\"options\":\"n=1\"}",
        "{\"input\":{},\"configuration\":{\"queuing\":{\"priority\":0}}}",
        "{\"input\":{},\"configuration\":{\"queuing\":{\"priority\":10}}}",
        "{\"input\":{},\"configuration\":{\"queuing\":{\"disabled\":\"yes\"}}}",
        "{\"input\":{},\"configuration\":{\"format\":{\"input\":{\"type\":\"multi-file\"}}}}",
        "{\"input\":{},\"configuration\":{\"run_type\":{\"type\":\"external\"}}}",
    })
    void a_body_that_is_no_new_run_is_refused_with_a_message(String body) {
        Client.Reply reply = client.post(RUNS, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.error()).isNotBlank();
        assertThat(sandbox.runs()).isEmpty();
    }

    @Test
    void fields_that_are_not_known_are_ignored() {
        Client.Reply reply = client.post(RUNS, "{\"new\":{\"a\":[1]},\"input\":{},\"upload_id\":null,"
                + "\"configuration\":{\"new\":1}}");
        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void an_upload_id_whose_bytes_were_never_sent_is_refused() {
        String id = client.post(RUNS + "/uploadurl", "").json().path("upload_id").asText();
        assertThat(client.post(RUNS, "{\"upload_id\":\"" + id + "\"}").status()).isEqualTo(400);
    }

    @Test
    void a_missing_key_and_a_wrong_key_are_refused_everywhere() {
        for (String path : new String[] {"/v1/account/queue", RUNS, "/v1/webhooks", "/v1/nothing"}) {
            URI url = URI.create(sandbox.url() + path);
            Client.Reply missing = client.send(HttpRequest.newBuilder(url).build());
            Client.Reply wrong = client.send(HttpRequest.newBuilder(url).header("Authorization", "Bearer x").build());
            assertThat(missing.status()).isEqualTo(401);
            assertThat(missing.error()).contains("Authorization");
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.text()).doesNotContain("sandbox\"");
        }
    }

    @Test
    void an_unknown_application_run_or_path_is_not_found() {
        String run = client.submit("{\"input\":{}}");
        assertThat(client.post("/v1/applications/unknown-app/runs", "{\"input\":{}}").status()).isEqualTo(404);
        assertThat(client.post("/v1/applications/unknown-app/runs/uploadurl", "").status()).isEqualTo(404);
        assertThat(client.get("/v1/applications/unknown-app/runs").status()).isEqualTo(404);
        assertThat(client.get(RUNS + "/nobody").status()).isEqualTo(404);
        assertThat(client.get(RUNS + "/nobody/metadata").error()).contains("nobody");
        assertThat(client.get("/v1/applications/other/runs/" + run + "/metadata").status()).isEqualTo(404);
        assertThat(client.get("/v1/nothing").status()).isEqualTo(404);
        assertThat(client.get("/").status()).isEqualTo(404);
    }

    @Test
    void a_method_that_a_path_does_not_have_is_refused() {
        assertThat(client.call("DELETE", RUNS, BodyPublishers.noBody()).status()).isEqualTo(405);
    }

    @Test
    void every_answer_is_json_with_a_date() {
        for (String path : new String[] {"/v1/account/queue", "/v1/nothing"}) {
            var headers = client.get(path).response().headers();
            assertThat(headers.firstValue("Content-Type")).contains("application/json");
            assertThat(headers.firstValue("Date")).isPresent();
            assertThat(headers.firstValue("x-request-id")).isPresent();
        }
    }
}
