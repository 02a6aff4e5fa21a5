package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.jms.JmsHealth;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.Test;

/** Health knows the broker. */
class BrokerHealthTest extends JmsFixture {

    private static Result of(GatewayFixture gateway) {
        return gateway.gateway().main().getCamelContext().getRegistry()
                .lookupByNameAndType("nextmvJmsHealth", HealthCheck.class).call();
    }

    @Test
    void aBrokerThatIsAwayIsNotReadyWithTheReasonUntilItIsBack() {
        GatewayFixture gateway = onTheBus(cloud(quick()).url()).start();
        gateway.until("it is up", () -> of(gateway).getState() == State.UP);

        broker.stop();
        gateway.until("it is down", () -> of(gateway).getState() == State.DOWN);
        assertThat(of(gateway).getMessage()).hasValueSatisfying(why -> assertThat(why).contains("the JMS broker"));
        assertThat(of(gateway).getCheck().isLiveness()).as("a restart would mend nothing").isFalse();

        broker.start();
        gateway.until("it is up", () -> of(gateway).getState() == State.UP);
    }

    @Test
    void aPasswordThatIsRefusedIsNotReadyAndIsNotShown() {
        JmsHealth health = new JmsHealth();
        health.setConnectionFactory(new ActiveMQConnectionFactory(broker.url()) {
            private static final long serialVersionUID = 1L;

            @Override
            public jakarta.jms.Connection createConnection() throws jakarta.jms.JMSException {
                throw new jakarta.jms.JMSSecurityException("AMQ229031: Unable to validate user");
            }
        });

        Result result = ((HealthCheck) health).call();

        assertThat(result.getState()).isEqualTo(State.DOWN);
        assertThat(result.getMessage()).hasValueSatisfying(why -> assertThat(why).contains("Unable to validate user"));
    }
}
