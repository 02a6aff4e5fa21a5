package io.camelnextmv.restart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.PatientCloud;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.Sandbox;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopTest extends GatewayTest {

    @Test
    void aStopWithWaitingRunsMovesNothingAndTheNextStartGoesOnWithTheSameRuns() {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = gateway(cloud.url()).start();
        for (int i = 0; i < 20; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.until("twenty runs are waited for", () -> gateway.ticketNames().stream().filter(
                name -> GatewayFixture.json(gateway.work().resolve(name).resolve("ticket.json")).path("state").asText()
                        .equals("SUBMITTED")).count() == 20);
        String name = gateway.ticketNames().get(7);
        JsonNode before = GatewayFixture.json(gateway.work().resolve(name).resolve("ticket.json"));

        gateway.stop();

        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(GatewayFixture.names(gateway.canceled())).isEmpty();
        assertThat(gateway.ticketNames()).hasSize(20);
        assertThat(GatewayFixture.json(gateway.work().resolve(name).resolve("ticket.json"))).isEqualTo(before);
        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));

        cloud.release();
        gateway.start().untilDone(20);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(20);
        assertThat(cloud.runs()).isEqualTo(20);
        assertThat(GatewayFixture.json(gateway.archive().resolve(name).resolve("ticket.json")).path("deadline"))
                .isEqualTo(before.path("deadline"));
    }

    @Test
    void aStopWhileNothingGetsThroughMovesNothing() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.goDown();
        GatewayFixture gateway = gateway(way.url()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("Nothing gets through");
        gateway.drop("late.json", SQUARE);

        gateway.stop();

        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("late.json");
        assertThat(gateway.ticketNames()).hasSize(1);
        way.goOn();
        gateway.start().untilDone(2);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("late.json", "orders.json");
        assertThat(cloud.runs()).hasSize(2);
    }

    @Test
    void aStopWhileARunIsInDoubtLeavesItToBeLookedForByTheNextStart() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.submit.look-up-delay", "20s").start();
        way.meet(Call.NEW_RUN, 1, FaultyCloud.doneBut(com.github.tomakehurst.wiremock.client.WireMock.aResponse()
                .withFault(com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE)));
        way.meetAlways(Call.QUEUE, com.github.tomakehurst.wiremock.client.WireMock.aResponse().withBody("{\"runs\":[]}"));
        way.meetAlways(Call.LIST, com.github.tomakehurst.wiremock.client.WireMock.aResponse().withBody("{\"runs\":[]}"));
        gateway.drop("orders.json", SQUARE);
        gateway.until("it was looked for", () -> !way.requests(Call.LIST).isEmpty());

        gateway.stop();
        assertThat(gateway.ticket().path("state").asText()).isEqualTo("SUBMITTING");
        way.mend();
        gateway.start().untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void pollsAreCountedOnAcrossAStop() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.poll.max-tries", "12").start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("it was asked for five times", () -> way.requests(Call.METADATA).size() >= 5);

        gateway.stop();
        gateway.start().untilDone(1);

        assertThat(cloud.runs().get(0).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(GatewayFixture.json(gateway.errors().resolve("orders.error.json")).path("polls").asInt())
                .isEqualTo(12);
        assertThat(way.requests(Call.METADATA).size()).as("one may have been interrupted by the stop")
                .isBetween(12, 13);
    }
}
