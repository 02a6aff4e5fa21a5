package io.camelnextmv.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.PatientCloud;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("proof")
class ManyWaitingTest extends GatewayTest {
    private static final int COUNT = 5000;

    @Test
    void fiveThousandRunsWaitAtOnceNoneIsRefusedAndNoThreadWaitsWithThem() {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = gateway(cloud.url()).with("nextmv.max-in-flight", "10000")
                .with("nextmv.poll.initial-delay", "1s").with("nextmv.poll.delay", "2s")
                .with("nextmv.poll.max-delay", "4s").with("nextmv.submit.concurrency", "8")
                .with("nextmv.poll.via", "metadata");
        for (int i = 0; i < COUNT; i++) {
            gateway.drop("orders-" + i + ".json", "{}".getBytes(StandardCharsets.UTF_8), Instant.EPOCH.plusSeconds(i));
        }
        int threads = Thread.activeCount();

        gateway.start();
        // So many submissions take their time on a busy machine: that is for the benchmark to tell.
        await("all have been asked for").atMost(Duration.ofMinutes(4)).until(() -> cloud.asked() == COUNT);

        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
        assertThat(gateway.ticketNames()).hasSize(COUNT);
        assertThat(Thread.activeCount() - threads).as("threads more than before the start").isLessThan(100);

        cloud.release();
        await("every result has been fetched").atMost(Duration.ofMinutes(4)).until(() -> cloud.results() == COUNT);
        gateway.untilDone(COUNT);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(COUNT);
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(cloud.runs()).isEqualTo(COUNT);
        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
    }
}
