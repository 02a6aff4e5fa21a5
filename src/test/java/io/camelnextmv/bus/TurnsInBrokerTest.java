package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.StrictCloud;
import io.camelnextmv.fixture.StrictCloud.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tickets of a broker that wait for their turn do so in the broker: neither a thread nor a transaction is held for it. */
@Tag("proof")
class TurnsInBrokerTest extends ManyGatewaysFixture {

    @Test
    void manyMessagesMeetNo429AndEachHasItsAnswer() {
        StrictCloud cloud = closed(new StrictCloud()).limit(Kind.RUNS, 40, Duration.ofSeconds(4));
        limited(cloud, "one", "40/4s", "0.5").start();
        limited(cloud, "other", "40/4s", "0.5").start();
        Set<String> answers = new HashSet<>();

        for (int i = 0; i < 60; i++) {
            bus.send(SQUARE, Map.of("NextmvInput", "in-" + i + ".json"));
        }
        for (int i = 0; i < 60; i++) {
            answers.add(bus.answer("nextmv.outputs").input());
        }

        assertThat(answers).hasSize(60);
        assertThat(cloud.refused()).isEmpty();
        assertThat(cloud.names()).hasSize(60);
        System.out.printf("60 runs of messages through two gateways at 5/s each: %.1f s%n",
                (cloud.times(Kind.RUNS).get(59) - cloud.times(Kind.RUNS).get(0)) / 1e9);
    }

    @Test
    void whatWaitsForAnHourIsInTheBrokerAndTheGatewayStopsAtOnce() {
        StrictCloud cloud = closed(new StrictCloud());
        GatewayFixture gateway = limited(cloud, "one", "1/h", "1").start();
        for (int i = 0; i < 10; i++) {
            bus.send(SQUARE, Map.of("NextmvInput", "in-" + i + ".json"));
        }
        assertThat(bus.answer("nextmv.outputs").input()).startsWith("in-");
        gateway.until("the others wait in the broker", () -> broker.count("nextmv.inputs") == 0
                && broker.count("nextmv.waiting") == 9);

        gateway.stop();

        // The broker counts what is taken and put back in one transaction twice, or not at all, while that is committed: what was
        // nine before may have been eight, and one that is still to be taken.
        gateway.until("they are in the broker still", () -> broker.count("nextmv.waiting") + broker.count("nextmv.inputs") == 9);
        assertThat(cloud.names()).hasSize(1);
    }

    private GatewayFixture limited(StrictCloud cloud, String name, String runs, String share) {
        return gateway(cloud.url(), name).with("nextmv.limit.runs", runs).with("nextmv.limit.share", share)
                .with("nextmv.retry.delay", "200ms").with("nextmv.retry.max-delay", "1s");
    }
}
