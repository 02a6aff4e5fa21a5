package io.camelnextmv.jms;

import io.camelnextmv.headers.NextmvHeaders;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.MessageCreatedStrategy;

/** A request's correlation id that is no text is the answer's, byte for byte: Camel itself sends texts only. */
public final class CorrelationBytes implements MessageCreatedStrategy {
    @Override
    public void onMessageCreated(Message message, Session session, Exchange exchange, Throwable cause) {
        try {
            if (exchange.getMessage().getHeader(NextmvHeaders.KEY) instanceof byte[] key
                    && message.getJMSCorrelationID() == null) {
                message.setJMSCorrelationIDAsBytes(key);
            }
        } catch (JMSException e) {
            throw new IllegalArgumentException("the correlation id cannot be sent: " + e.getMessage(), e);
        }
    }
}
