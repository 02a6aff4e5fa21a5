package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.PatientCloud;
import io.camelnextmv.sandbox.Sandbox;
import java.time.Duration;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.Test;

/** Nothing gets through for a while. */
class OutageTest extends GatewayTest {

    @Test
    void aServiceThatNobodyReachesAtTheStartIsWaitedFor() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.goDown();
        GatewayFixture gateway = gateway(way.url()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("Nothing gets through");
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();

        way.goOn();
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void aServiceThatIsGoneWhileRunsAreWaitedForCostsThemNoTries() {
        PatientCloud cloud = closed(PatientCloud.open());
        FaultyCloud way = closed(new FaultyCloud(cloud.url()));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.poll.delay", "5s").with("nextmv.poll.max-delay", "5s")
                .with("nextmv.poll.max-tries", "3").start();
        for (int i = 0; i < 3; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.until("three runs are waited for", () -> cloud.asked() == 3);
        way.goDown();
        gateway.untilLogged("Nothing gets through");
        gateway.until("it was tried more often than there are tries", () -> gateway.log().lines().stream()
                .filter(line -> line.contains("Still nothing gets through")).count() > 6);
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();

        way.goOn();
        cloud.release();
        gateway.untilDone(3);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(3);
        assertThat(cloud.runs()).isEqualTo(3);
    }

    @Test
    void whileNothingGetsThroughNothingIsPickedUpAndOneRequestAtATimeProbes() {
        PatientCloud cloud = closed(PatientCloud.open());
        FaultyCloud way = closed(new FaultyCloud(cloud.url()));
        GatewayFixture gateway = gateway(way.url()).start();
        for (int i = 0; i < 10; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.until("ten runs are waited for", () -> cloud.asked() == 10);
        way.meetAlways(aResponse().withStatus(503));
        untilProbed(way, 3);
        gateway.drop("late.json", SQUARE);
        int checks = way.requests(Call.METADATA).size();
        untilProbed(way, 5);

        assertThat(way.requests(Call.METADATA)).hasSize(checks);
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("late.json");

        way.mend();
        cloud.release();
        gateway.untilDone(11);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(11);
    }

    @Test
    void theHealthSaysSinceWhenNothingGetsThroughAndWhy() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        HealthCheck health = gateway.gateway().main().getCamelContext().getRegistry()
                .lookupByNameAndType("nextmvHealth", HealthCheck.class);
        assertThat(health.call().getState()).isEqualTo(State.UP);

        way.meetAlways(aResponse().withStatus(401));
        gateway.drop("orders.json", SQUARE);
        gateway.until("the health is down", () -> health.call().getState() == State.DOWN);

        assertThat(health.call().getDetails()).containsKeys("outage.since", "outage.next-try");
        assertThat(health.call().getDetails().get("outage.reason").toString()).contains("nextmv.api-key");
        way.mend();
        gateway.until("the health is up", () -> health.call().getState() == State.UP);
    }

    private void untilProbed(FaultyCloud way, int times) {
        int before = way.requests(Call.LIST).size();
        await().atMost(Duration.ofSeconds(60)).until(() -> way.requests(Call.LIST).size() >= before + times);
    }
}
