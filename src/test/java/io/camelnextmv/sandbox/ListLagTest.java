package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ListLagTest extends SandboxTest {

    @Override
    SandboxSettings settings() {
        return super.settings().withListLag(Duration.ofHours(1)).withRunTime(Duration.ofHours(1));
    }

    @Test
    void a_new_run_is_not_in_list_and_queue_at_first_but_has_metadata() {
        String run = client.submit("{\"input\":{}}");

        assertThat(client.get("/v1/account/queue").json().path("runs")).isEmpty();
        assertThat(client.get("/v1/applications/routing/runs").json().path("runs")).isEmpty();
        assertThat(client.metadata(run).path("status_v2").asText()).isEqualTo("running");
    }

    @Test
    void a_run_shows_up_when_the_lag_is_over() throws IOException {
        try (Sandbox other = new Sandbox(settings().withListLag(Duration.ofMillis(50))).start()) {
            client = new Client(other);
            client.submit("{\"input\":{}}");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> client.get("/v1/account/queue").json().path("runs").size() == 1);
            assertThat(client.get("/v1/applications/routing/runs").json().path("runs")).hasSize(1);
        }
    }
}
