package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.PatientCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The pool holds 50 connections; an answer that nobody reads to its end must give its connection back. */
class ConnectionsTest extends GatewayTest {

    @Test
    void aDiskThatSaysNoSixtyTimesDoesNotUseUpTheConnections() throws IOException {
        PatientCloud cloud = closed(PatientCloud.open());
        FaultyCloud way = closed(new FaultyCloud(cloud.url()));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.retry.max-delay", "20ms").start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        Path inTheWay = gateway.work().resolve(gateway.ticketNames().get(0)).resolve("out");
        Files.createFile(inTheWay);
        cloud.release();

        gateway.until("the result was asked for sixty times", () -> way.requests(Call.RESULT).size() > 60);
        Files.delete(inTheWay);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
    }

    @Test
    void sixtyAnswersThatAreNotWhatWasAskedForDoNotUseUpTheConnections() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        // No delay is so long that it may be a second longer.
        GatewayFixture gateway = gateway(way.url()).with("nextmv.retry.max-delay", "20ms").with("nextmv.poll.max-delay", "50ms")
                .with("nextmv.poll.queue-multiplier", "1").start();
        way.meet(Call.METADATA, 60, Faulty.HTML.answer());
        way.meet(Call.RESULT, 60, Faulty.BROKEN_OFF.answer());

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
    }

    @Test
    void hundredsOfRefusalsDoNotUseUpTheConnections() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.retry.max-delay", "20ms").with("nextmv.poll.via", "queue")
                .start();
        way.meet(Call.METADATA, 60, aResponse().withStatus(500));
        way.meet(Call.RESULT, 60, aResponse().withStatus(503).withBody("no"));
        way.meetAlways(Call.QUEUE, aResponse().withStatus(500));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
        assertThat(gateway.log().says("Timeout deadline")).as("somebody waited for a connection").isFalse();
    }

    @Test
    void aFailedRunIsBroughtHomeWithoutASingleStepTriedAgain() {
        GatewayFixture gateway = gateway(cloud(quick())).start();

        gateway.drop("bad.json", "{\"fail\":\"no vehicle\"}");
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.errors())).contains("bad.error.json");
        assertThat(gateway.log().says("trying again")).isFalse();
    }
}
