package io.camelnextmv.bus;

import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A broker that holds what waits, which may die and come back, and gateways with folders of their own. */
abstract class ManyGatewaysFixture extends GatewayTest {
    protected int port;
    protected SharedBroker broker;
    protected Bus bus;
    @TempDir
    private Path data;

    @BeforeEach
    void aBroker() throws Exception {
        System.setProperty("camel.main.profile", "jms");
        port = FreePort.next();
        begin();
    }

    @AfterEach
    void noProfile() {
        System.clearProperty("camel.main.profile");
    }

    /** With what it held before. */
    protected void begin() throws Exception {
        broker = closed(new SharedBroker(data, port));
        bus = closed(new Bus("tcp://127.0.0.1:" + port));
    }

    protected GatewayFixture gateway(String url, String name) {
        GatewayFixture gateway = closed(new GatewayFixture(home.resolve(name), url));
        bus.settings().forEach(gateway::with);
        return gateway;
    }
}
