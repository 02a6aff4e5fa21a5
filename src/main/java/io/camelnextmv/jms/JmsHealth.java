package io.camelnextmv.jms;

import io.camelnextmv.headers.BrokerHealth;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;

/** Down while no connection to the JMS broker is to be had. */
public final class JmsHealth extends BrokerHealth {
    private ConnectionFactory connectionFactory;

    /** For the profile, which sets the connection factory. */
    public JmsHealth() {
        super("nextmv-jms", "the JMS broker");
    }

    /** @return makes connections */
    public ConnectionFactory getConnectionFactory() {
        return connectionFactory;
    }

    /** @param given makes connections: each a new one, or it would tell of an old one */
    public void setConnectionFactory(ConnectionFactory given) {
        this.connectionFactory = given;
    }

    @Override
    protected void reach() throws JMSException {
        try (Connection connection = connectionFactory.createConnection()) {
            connection.start();
        }
    }
}
