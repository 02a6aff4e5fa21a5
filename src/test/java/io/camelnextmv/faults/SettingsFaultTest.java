package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.PatientCloud;
import io.camelnextmv.sandbox.Sandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A refused key or an unknown application is no file's fault. */
@Tag("proof")
class SettingsFaultTest extends GatewayTest {

    @ParameterizedTest
    @CsvSource({"401,nextmv.api-key", "403,nextmv.api-key", "404,nextmv.application-id"})
    void picksUpNothingSaysWhatToMendAndGoesOnByItselfWhenItIsMended(int status, String setting) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meetAlways(aResponse().withStatus(status).withBody("{\"error\":\"no\"}"));

        gateway.drop("first.json", SQUARE);
        gateway.untilLogged(setting);
        gateway.drop("second.json", SQUARE);
        gateway.drop("third.json", SQUARE);
        int before = way.requests().size();
        gateway.until("it was probed for some time", () -> way.requests().size() > before + 8);

        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("second.json", "third.json");
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(GatewayFixture.names(gateway.work())).hasSize(1);
        assertThat(gateway.log().lines()).filteredOn(line -> line.startsWith("WARN")).hasSize(1).first().asString()
                .contains("The settings need mending", setting, "Picking up pauses");

        way.mend();
        gateway.untilDone(3);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("first.json", "second.json", "third.json");
        assertThat(gateway.log().says("The service answers again")).isTrue();
        assertThat(cloud.runs()).hasSize(3);
    }

    @Test
    void anUnknownApplicationIsProbedAndNotSubmittedToAgainAndAgain() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meetAlways(aResponse().withStatus(404).withBody("{\"error\":\"application not found\"}"));

        gateway.drop("orders.json", SQUARE);
        gateway.until("it was probed for some time", () -> way.requests(Call.LIST).size() > 5);

        assertThat(way.requests(Call.NEW_RUN).size()).isEqualTo(1);
        assertThat(gateway.log().says("answers again")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRunThatIsWaitedForUsesUpNoTriesMeanwhile(int status) {
        PatientCloud cloud = closed(PatientCloud.open());
        FaultyCloud way = closed(new FaultyCloud(cloud.url()));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.poll.delay", "5s").with("nextmv.poll.max-delay", "5s")
                .with("nextmv.poll.max-tries", "3").start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("the run is waited for", () -> cloud.asked() == 1);
        way.meetAlways(aResponse().withStatus(status));
        gateway.drop("second.json", SQUARE);
        gateway.until("it was probed more often than there are tries", () -> way.requests(Call.LIST).size() > 6);
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();

        way.mend();
        cloud.release();
        gateway.untilDone(2);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json", "second.json");
        assertThat(cloud.runs()).isEqualTo(2);
    }
}
