package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("proof")
class ManyRunsTest extends SandboxTest {

    @Override
    SandboxSettings settings() {
        return super.settings().withConcurrency(2_000).withRunTime(Duration.ofHours(1));
    }

    @Test
    void thousands_of_runs_need_no_thread_each() {
        int threads = Thread.activeCount();
        for (int i = 0; i < 5_000; i++) {
            client.submit("{\"input\":{}}");
        }
        assertThat(client.get("/v1/account/queue").json().path("runs")).hasSize(Limits.QUEUED_RUNS);
        assertThat(Thread.activeCount() - threads).isLessThan(40);
    }

    @Test
    void ten_thousand_runs_on_a_board_all_end() throws Refused {
        RunBoard board = new RunBoard(10, Duration.ZERO,
                (run, all) -> Thread.yield(), (run, status) -> Thread.yield());
        NewRun request = requestOf();
        for (int i = 0; i < 10_000; i++) {
            board.add(new Run("run" + i, "routing", "latest", request, Payload.of(new byte[0])));
        }
        while (!board.active(0, Integer.MAX_VALUE).runs().isEmpty()) {
            board.active(0, Integer.MAX_VALUE).runs().stream().filter(run -> run.status() == RunStatus.RUNNING).limit(2_000)
                    .forEach(run -> assertThat(board.cancel(run)).isTrue());
        }
        assertThat(board.all()).hasSize(10_000).allMatch(run -> run.status() == RunStatus.CANCELED);
    }

    @Test
    void queued_runs_follow_as_others_end() {
        for (int i = 0; i < 2_100; i++) {
            client.submit("{\"input\":{},\"options\":{\"duration\":\"20ms\"}}");
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> sandbox.runs().stream()
                .allMatch(run -> run.status() == RunStatus.SUCCEEDED));
    }

    private static NewRun requestOf() throws Refused {
        try {
            return new NewRunReader().read("{\"input\":{}}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
