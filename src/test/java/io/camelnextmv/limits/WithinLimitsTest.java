package io.camelnextmv.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.StrictCloud;
import io.camelnextmv.fixture.StrictCloud.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The gateway against a service that enforces its limits to the nanosecond. */
class WithinLimitsTest extends GatewayTest {
    private final StrictCloud cloud = new StrictCloud();

    private GatewayFixture limited(String runs, String results, String requests) {
        closed(cloud);
        return gateway(cloud.url()).with("nextmv.limit.runs", runs).with("nextmv.limit.results", results)
                .with("nextmv.limit.requests", requests);
    }

    private static void drop(GatewayFixture gateway, int count) {
        Instant begun = Instant.now().minusSeconds(count + 60L);
        for (int i = 0; i < count; i++) {
            gateway.drop(String.format("in-%04d.json", i), SQUARE.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    begun.plusSeconds(i));
        }
    }

    @Test
    void aHundredInputsMeetNo429AndAreSubmittedInTheirOrder() {
        cloud.limit(Kind.RUNS, 50, Duration.ofSeconds(1)).limit(Kind.RESULTS, 60, Duration.ofSeconds(1))
                .limit(Kind.REQUESTS, 200, Duration.ofSeconds(1));
        GatewayFixture gateway = limited("50/s", "60/s", "200/s").with("nextmv.submit.concurrency", "2");
        drop(gateway, 100);
        gateway.start();

        gateway.untilDone(100);

        assertThat(cloud.refused()).isEmpty();
        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(100);
        assertThat(cloud.names()).hasSize(100);
    }
}
