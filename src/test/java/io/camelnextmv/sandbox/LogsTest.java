package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogsTest extends SandboxTest {

    @Override
    SandboxSettings settings() {
        return super.settings().withRunTime(Duration.ofMinutes(1));
    }

    @Test
    void the_log_is_one_text() {
        String run = client.submit("{\"input\":{},\"options\":{\"duration\":\"1ms\"}}");
        client.await(run, "succeeded");

        assertThat(client.get("/v1/applications/routing/runs/" + run + "/logs").json().path("log").asText())
                .contains("run started\n", "run succeeded\n");
    }

    @Test
    void live_logs_go_on_where_the_token_says() {
        String run = client.submit("{\"input\":{}}");
        String path = "/v1/applications/routing/runs/" + run + "/logs/live";

        JsonNode first = client.get(path).json();
        assertThat(first.path("items")).isNotEmpty();
        assertThat(first.path("items").path(0).has("timestamp")).isTrue();
        assertThat(first.path("status_v2").asText()).isEqualTo("running");
        assertThat(first.path("next_available_in_seconds").asInt()).isPositive();

        JsonNode second = client.get(path + "?since=" + first.path("next_page_token").asText()).json();
        assertThat(second.path("items")).isEmpty();
        assertThat(client.get(path + "?since=yesterday").status()).isEqualTo(400);
    }
}
