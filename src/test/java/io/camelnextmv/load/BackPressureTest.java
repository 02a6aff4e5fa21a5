package io.camelnextmv.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.PatientCloud;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackPressureTest extends GatewayTest {

    @Test
    void whatIsMoreThanMaxInFlightStaysInTheInboxAndTheOldestGoFirst() {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = gateway(cloud.url()).with("nextmv.max-in-flight", "5")
                .with("nextmv.submit.concurrency", "1");
        Instant now = Instant.now();
        // The names go the other way than the ages.
        for (int i = 0; i < 12; i++) {
            gateway.drop("orders-%02d.json".formatted(11 - i), "{}".getBytes(StandardCharsets.UTF_8),
                    now.minusSeconds(1000 - i));
        }

        gateway.start();
        gateway.until("five runs go on, and were asked for", () -> cloud.asked() == 5);

        assertThat(GatewayFixture.names(gateway.inbox())).hasSize(7);
        assertThat(gateway.ticketNames()).hasSize(5);

        cloud.release();
        gateway.untilDone(12);

        assertThat(cloud.names()).containsExactlyElementsOf(
                IntStream.range(0, 12).mapToObj(i -> "orders-%02d.json".formatted(11 - i)).toList());
    }

    @Test
    void neverAreThereMoreThanMaxInFlight() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofMillis(50)));
        GatewayFixture gateway = gateway(cloud).with("nextmv.max-in-flight", "3");
        for (int i = 0; i < 40; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }

        gateway.start();
        gateway.until("all are done, three at a time", () -> {
            long active = cloud.runs().stream().map(RunView::status).filter(RunStatus::active).count();
            assertThat(active).as("runs in flight").isLessThanOrEqualTo(3);
            return GatewayFixture.names(gateway.archive()).size() == 40;
        });

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(40);
    }

    @Test
    void ticketsOfAnEarlierProcessCountAsInFlight() {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = gateway(cloud.url()).with("nextmv.max-in-flight", "4").start();
        for (int i = 0; i < 8; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.until("four runs go on", () -> cloud.asked() == 4);
        gateway.stop();
        gateway.start();
        gateway.untilLogged("taken up again");

        assertThat(GatewayFixture.names(gateway.inbox())).as(String.join("\n", gateway.log().lines())).hasSize(4);
        assertThat(gateway.ticketNames()).hasSize(4);

        cloud.release();
        gateway.untilDone(8);
        assertThat(cloud.runs()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void submitConcurrencyBoundsTheRunsThatAreStartedAtTheSameTime(int concurrency) {
        PatientCloud cloud = closed(PatientCloud.full());
        GatewayFixture gateway = gateway(cloud.url())
                .with("nextmv.submit.concurrency", Integer.toString(concurrency)).start();
        for (int i = 0; i < 10; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.until("all are taken", () -> gateway.ticketNames().size() == 10);
        gateway.until("as many as may are on their way", () -> cloud.waitingToStart() == concurrency);

        cloud.letIn();
        cloud.release();
        gateway.untilDone(10);

        assertThat(cloud.mostAtOnce()).isEqualTo(concurrency);
        assertThat(cloud.runs()).isEqualTo(10);
    }
}
