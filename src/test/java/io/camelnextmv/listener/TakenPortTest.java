package io.camelnextmv.listener;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.settings.BadSetting;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A port that another program listens on, or that cannot be, stops the start: events would go to whoever has it. */
class TakenPortTest extends GatewayTest {
    @ParameterizedTest
    @CsvSource({"nextmv.webhook.enabled, true, nextmv.webhook.port", "camel.management.enabled, true, camel.management.port",
        "camel.management.enabled, TRUE, camel.management.port"})
    void anotherProgramHasThePort(String enabled, String on, String port) throws Exception {
        int taken = FreePort.next();
        try (ServerSocket other = new ServerSocket(taken, 1, InetAddress.getByName("127.0.0.1"))) {
            GatewayFixture gateway = gateway(cloud(quick())).with("nextmv.webhook.secret", "some secret")
                    .with(enabled, on).with(port, Integer.toString(other.getLocalPort()));

            assertThatThrownBy(gateway::start).isInstanceOf(BadSetting.class)
                    .hasMessageContaining(port).hasMessageContaining("127.0.0.1:" + taken)
                    .hasMessageContaining("stop the program that uses it");
        }
    }

    @ParameterizedTest
    @CsvSource({"nextmv.webhook.port, 65536, no port", "nextmv.webhook.port, -1, no port",
        "nextmv.webhook.port, 80 90, no port", "nextmv.webhook.host, 203.0.113.7, cannot be listened on",
        "nextmv.webhook.host, no such host, no address of this machine"})
    void whatCannotBeListenedOn(String setting, String value, String told) {
        GatewayFixture gateway = gateway(cloud(quick())).with("nextmv.webhook.secret", "some secret")
                .with("nextmv.webhook.enabled", "true").with("nextmv.webhook.port", Integer.toString(FreePort.next()))
                .with(setting, value);

        assertThatThrownBy(gateway::start).isInstanceOf(BadSetting.class)
                .hasMessageContaining("nextmv.webhook.").hasMessageContaining(told);
    }

    @Test
    void aPortIsOnlyTriedWhereItIsListenedOn() throws Exception {
        int taken = FreePort.next();
        try (ServerSocket other = new ServerSocket(taken, 1, InetAddress.getByName("127.0.0.1"))) {
            GatewayFixture gateway = gateway(cloud(quick())).with("nextmv.webhook.enabled", "false")
                    .with("nextmv.webhook.port", Integer.toString(other.getLocalPort())).start();
            gateway.drop("orders.json", SQUARE);
            gateway.untilDone(1);
        }
    }
}
