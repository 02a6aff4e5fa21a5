package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueTest extends SandboxTest {

    @Override
    SandboxSettings settings() {
        return super.settings().withConcurrency(1).withRunTime(Duration.ofMinutes(10));
    }

    @Test
    void runs_beyond_the_capacity_are_queued() {
        String first = client.submit("{\"input\":{}}");
        String second = client.submit("{\"input\":{}}");

        assertThat(client.metadata(first).path("status_v2").asText()).isEqualTo("running");
        assertThat(client.metadata(second).path("status_v2").asText()).isEqualTo("queued");
        assertThat(client.metadata(second).path("status").asText()).isEqualTo("running");
        assertThat(client.result(second).has("output")).isFalse();
    }

    @Test
    void priority_one_goes_first_and_equals_go_in_their_order() {
        String running = client.submit("{\"input\":{}}");
        String older = client.submit("{\"input\":{}}");
        String newer = client.submit("{\"input\":{}}");
        String urgent = client.submit("{\"input\":{},\"configuration\":{\"queuing\":{\"priority\":1}}}");

        for (String next : List.of(urgent, older, newer)) {
            cancel(running, 200);
            assertThat(client.metadata(next).path("status_v2").asText()).isEqualTo("running");
            running = next;
        }
    }

    @Test
    void a_run_that_must_not_queue_is_refused_when_no_capacity_is_free() {
        String body = "{\"input\":{},\"configuration\":{\"queuing\":{\"disabled\":true}}}";
        client.submit(body);

        Client.Reply reply = client.post("/v1/applications/routing/runs", body);
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.error()).contains("capacity");
        assertThat(reply.response().headers().firstValue("Retry-After")).isPresent();
        assertThat(sandbox.runs()).hasSize(1);
    }

    @Test
    void the_account_queue_names_every_queued_and_running_run_of_all_applications() {
        String running = client.submit("{\"input\":{}}");
        String other = client.post("/v1/applications/other/runs", "{\"input\":{},\"name\":\"n\"}")
                .json().path("run_id").asText();
        String canceled = client.submit("{\"input\":{}}");
        cancel(canceled, 200);

        JsonNode rows = client.get("/v1/account/queue").json().path("runs");
        assertThat(rows.findValuesAsText("id")).containsExactly(running, other);
        assertThat(rows.path(1).fieldNames()).toIterable().contains("id", "user_email", "name", "description",
                "created_at", "application_id", "application_instance_id", "application_version_id",
                "execution_class", "run_type", "runtime", "status", "status_v2");
        assertThat(rows.path(1).path("application_id").asText()).isEqualTo("other");
    }

    @Test
    void the_account_queue_has_pages_and_none_of_its_runs_is_passed_over_when_others_end_meanwhile() {
        List<String> runs = java.util.stream.IntStream.range(0, 1003).mapToObj(i -> client.submit("{\"input\":{}}"))
                .toList();
        JsonNode first = client.get("/v1/account/queue").json();
        cancel(runs.get(5), 200);
        cancel(runs.get(1000), 200);
        JsonNode second = client.get("/v1/account/queue?pagetoken=" + java.net.URLEncoder.encode(
                first.path("next_page_token").asText(), java.nio.charset.StandardCharsets.UTF_8)).json();

        assertThat(first.path("runs").findValuesAsText("id")).isEqualTo(runs.subList(0, 1000));
        assertThat(second.path("runs").findValuesAsText("id")).isEqualTo(runs.subList(1001, 1003));
        assertThat(second.has("next_page_token")).isFalse();
    }

    @Test
    void a_canceled_run_stays_canceled_and_cannot_be_canceled_again() {
        String run = client.submit("{\"input\":{}}");
        cancel(run, 200);

        assertThat(client.metadata(run).path("status_v2").asText()).isEqualTo("canceled");
        // Three values only: the vendor's client knows no fourth.
        assertThat(client.metadata(run).path("status").asText()).isEqualTo("failed");
        assertThat(client.result(run).has("output")).isFalse();
        cancel(run, 409);
    }

    @Test
    void a_run_that_succeeded_cannot_be_canceled() {
        String run = client.submit("{\"input\":{},\"options\":{\"duration\":\"0s\"}}");
        client.await(run, "succeeded");

        cancel(run, 409);
        assertThat(client.metadata(run).path("status_v2").asText()).isEqualTo("succeeded");
    }

    private void cancel(String run, int status) {
        Client.Reply reply = client.call("PATCH", "/v1/applications/routing/runs/" + run + "/cancel",
                BodyPublishers.noBody());
        assertThat(reply.status()).isEqualTo(status);
        if (status >= 400) {
            assertThat(reply.error()).contains("queued and running");
        }
    }
}
