package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two faults in a row at each kind of call; the file is delivered in the end, by one run. */
@Tag("proof")
class WaitedOutTest extends GatewayTest {

    @ParameterizedTest
    @EnumSource(Faulty.class)
    void atTheNewRun(Faulty fault) {
        theOutputIsDeliveredInTheEnd(Call.NEW_RUN, fault);
    }

    @ParameterizedTest
    @EnumSource(Faulty.class)
    void atTheStatus(Faulty fault) {
        theOutputIsDeliveredInTheEnd(Call.METADATA, fault);
    }

    @ParameterizedTest
    @EnumSource(Faulty.class)
    void atTheResult(Faulty fault) {
        theOutputIsDeliveredInTheEnd(Call.RESULT, fault);
    }

    @ParameterizedTest
    @EnumSource(Faulty.class)
    void atTheLogsOfAFailedRun(Faulty fault) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.http.response-timeout", fault.timeout()).start();
        way.meet(Call.LOGS, 2, fault.answer());

        gateway.drop("orders.json", "{\"fail\":\"no vehicle\"}");
        gateway.untilDone(1);

        assertThat(GatewayFixture.json(gateway.errors().resolve("orders.error.json")).path("logs").asText())
                .as("the logs, as the cloud has them").contains("no vehicle");
        assertThat(way.requests(Call.LOGS)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(cloud.runs()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void atAResultThatIsNotThereYet(int status) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meet(Call.RESULT, 6, aResponse().withStatus(status));

        gateway.drop("orders.json", SQUARE);
        gateway.drop("bad.json", "{\"fail\":\"no vehicle\"}");
        gateway.untilDone(2);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
        assertThat(GatewayFixture.json(gateway.errors().resolve("bad.error.json")).path("error_log").path("error").asText())
                .contains("no vehicle");
        assertThat(cloud.runs()).hasSize(2);
    }

    private void theOutputIsDeliveredInTheEnd(Call call, Faulty fault) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.http.response-timeout", fault.timeout()).start();
        way.meet(call, 2, fault.answer());

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(way.requests(call)).as("two faults, and the one that got through").hasSizeGreaterThanOrEqualTo(3);
        assertThat(cloud.runs()).hasSize(1);
        assertThat(gateway.log().says("folder or file")).as("the disk is blamed").isFalse();
        assertThat(gateway.log().says("unexpected error")).isFalse();
    }
}
