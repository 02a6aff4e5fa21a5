package io.camelnextmv.bus;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A broker for each test, and gateways with the profile jms as it ships. */
abstract class JmsFixture extends GatewayTest {
    static final String INPUTS = "nextmv.inputs";
    static final String OUTPUTS = "nextmv.outputs";
    static final String ERRORS = "nextmv.errors";
    static final String CANCELED = "nextmv.canceled";
    private static final String PROFILE = "camel.main.profile";

    Broker broker;

    @BeforeEach
    void startBroker() {
        System.setProperty(PROFILE, "jms");
        broker = closed(new Broker(home.resolve("broker")).start());
    }

    @AfterEach
    void noProfile() {
        System.clearProperty(PROFILE);
    }

    /** Waits until no message is held any more: its ticket may have ended before the broker hears that it is let go of. */
    void untilLetGo(GatewayFixture gateway) {
        gateway.until("the messages are let go of", () -> broker.count(INPUTS) == 0);
    }

    /** A gateway between the broker and the cloud, not started. */
    GatewayFixture onTheBus(String cloud) {
        return closed(new GatewayFixture(home.resolve("gateway"), cloud)).with("nextmv.jms.url", broker.url());
    }
}
