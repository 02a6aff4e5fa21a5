package io.camelnextmv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.LyingCloud;
import io.camelnextmv.fixture.LyingCloud.Call;
import org.junit.jupiter.api.Test;

/** A POST that starts a run never goes by a connection that its server has closed meanwhile. */
class IdleConnectionTest extends GatewayTest {

    @Test
    void connectionsThatTheServerHasClosedAreNotUsedForTheNextRun() {
        LyingCloud cloud = closed(new LyingCloud(cloud(quick())));
        GatewayFixture gateway = gateway(cloud.url()).start();

        for (int i = 1; i <= 5; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
            gateway.untilDone(i);
            cloud.hangUp();
        }

        assertThat(cloud.calls(Call.NEW_RUN)).isEqualTo(5);
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains("trying again") || line.contains("doubt"));
    }

    @Test
    void connectionsAreUsedAgainAsLongAsTheirServerKeepsThem() {
        LyingCloud cloud = closed(new LyingCloud(cloud(quick())));
        GatewayFixture gateway = gateway(cloud.url()).start();

        for (int i = 0; i < 20; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.untilDone(20);

        assertThat(cloud.connections()).isLessThan(20);
    }
}
