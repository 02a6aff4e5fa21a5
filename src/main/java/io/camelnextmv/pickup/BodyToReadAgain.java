package io.camelnextmv.pickup;

import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.StreamCache;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.ExchangeHelper;

/**
 * Makes of a message's body one that can be read again, from its beginning, by whoever tries again. No bean: Camel reads a
 * body before it calls one, and there are bodies that cannot be read.
 */
public final class BodyToReadAgain implements Processor {
    /** @throws Exception if it cannot be read: no body is left then, since whoever touches it would meet the same */
    @Override
    public void process(Exchange exchange) throws Exception {
        try {
            Message message = exchange.getMessage();
            if (message.getBody() instanceof InputStream) {
                // No message of a bus any more, which would ask the bus for its body.
                Message plain = new DefaultMessage(exchange);
                plain.copyFromWithNewBody(message, message.getMandatoryBody(StreamCache.class));
                ExchangeHelper.replaceMessage(exchange, plain, false);
            }
        } catch (Exception e) {
            exchange.getMessage().setBody("");
            throw e;
        }
    }
}
