package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.PatientCloud;
import io.camelnextmv.sandbox.Sandbox;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What cannot be run now stays in the topic, and the gateway stays in its group. */
@Tag("proof")
class KafkaPauseTest extends KafkaTest {
    /** Longer than a machine stands still. */
    private static final Duration LONGEST_BETWEEN_POLLS = Duration.ofSeconds(12);

    @Override
    protected GatewayFixture gateway(String url) {
        return super.gateway(url).with("camel.component.kafka.maxPollIntervalMs", Long.toString(LONGEST_BETWEEN_POLLS.toMillis()));
    }

    private void sendMany(int count) {
        broker().send(IntStream.range(0, count).mapToObj(i -> record("key-" + i, SQUARE, Map.of())).toList());
    }

    /** Nobody may have been thrown out of the group while nothing was taken. */
    private void staysInItsGroup(GatewayFixture gateway) {
        await().during(LONGEST_BETWEEN_POLLS.plusSeconds(2)).atMost(LONGEST_BETWEEN_POLLS.multipliedBy(5))
                .until(() -> broker().members(GROUP) == 1);
        assertThat(gateway.log().says("poll timeout has expired")).isFalse();
    }

    @Test
    void noMoreRecordsAreTakenThanMayBeInFlight() {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = gateway(cloud.url()).with("nextmv.max-in-flight", "3");
        sendMany(12);

        gateway.start();
        gateway.until("three runs go on", () -> cloud.asked() == 3);
        staysInItsGroup(gateway);
        assertThat(gateway.ticketNames()).hasSize(3);
        assertThat(committed()).isEqualTo(3);

        cloud.release();
        gateway.untilDone(12);
        assertThat(cloud.runs()).isEqualTo(12);
        assertThat(until(gateway, 12, outputs())).hasSize(12);
    }

    @Test
    void nothingIsTakenWhileNothingGetsThrough() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.retry.max-delay", "1s").start();
        send("first", SQUARE, Map.of());
        gateway.untilDone(1);
        way.goDown();
        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("Nothing gets through");

        sendMany(20);
        staysInItsGroup(gateway);
        // One may have been on its way when it was seen that nothing gets through.
        assertThat(committed()).isLessThanOrEqualTo(2);

        way.goOn();
        gateway.untilDone(22);
        assertThat(cloud.runs()).hasSize(22);
        assertThat(until(gateway, 22, outputs())).hasSize(22);
    }
}
