package io.camelnextmv.jms;

import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Receipt;
import io.camelnextmv.headers.ReplyTo;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Vendor;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.io.File;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsMessage;

/** What JMS calls it, whatever protocol the sender speaks: a broker makes JMS messages of what comes by AMQP or STOMP. */
public final class JmsVendor implements Vendor {
    private static final String MESSAGE_ID = "JMSMessageID";
    private static final String CORRELATION_ID = "JMSCorrelationID";
    /** What an AMQP sender calls its message. Its JMS message id is another one at each delivery. */
    private static final String SENDERS_ID = "NATIVE_MESSAGE_ID";
    /** How Artemis marks such an id that is a text of the sender's. */
    private static final String AS_IT_IS = "ID:AMQP_NO_PREFIX:";
    /** Artemis's client, which looks for a queue before it sends. */
    private static final Pattern NO_SUCH_NAME = Pattern.compile("There is no (queue|topic) with name ");
    private static final String STREAMED = "artemisStreamingEnabled";

    @Override
    public boolean brought(Exchange exchange) {
        return jms(exchange).isPresent() || exchange.getMessage().getHeader("JMSDestination") != null;
    }

    private static Optional<JmsMessage> jms(Exchange exchange) {
        return exchange.getMessage() instanceof JmsMessage message && message.getJmsMessage() != null
                ? Optional.of(message) : Optional.empty();
    }

    @Override
    public void name(Exchange exchange) {
        Message message = exchange.getMessage();
        exchange.setProperty(Slots.RECEIPT, Receipt.of(Boolean.TRUE.equals(message.getHeader("JMSRedelivered"))));
        message.removeHeader(NextmvHeaders.KEY);
        if (message.getHeader(NextmvHeaders.MESSAGE_ID) == null) {
            id(message).or(() -> jms(exchange).flatMap(JmsVendor::brokersId))
                    .ifPresent(id -> message.setHeader(NextmvHeaders.MESSAGE_ID, id));
        }
        Object replyTo = message.getHeader("JMSReplyTo");
        if (replyTo != null) {
            message.setHeader(NextmvHeaders.REPLY_TO, nameOf(replyTo));
        }
        correlate(message, replyTo != null);
    }

    private static Optional<String> id(Message message) {
        return text(message, SENDERS_ID).map(id -> id.startsWith(AS_IT_IS) ? id.substring(AS_IT_IS.length()) : id)
                .or(() -> text(message, MESSAGE_ID));
    }

    private static Optional<String> brokersId(JmsMessage message) {
        return Artemis.made(message.getJmsMessage())
                ? Artemis.numberOf(message.getJmsMessage(), message.getJmsSession()) : Optional.empty();
    }

    /** As JMS has it: the answer to a request that names nothing is known by the request's own id. */
    private static void correlate(Message message, boolean request) {
        Optional<String> given = text(message, CORRELATION_ID);
        given.ifPresent(id -> message.setHeader(NextmvHeaders.CORRELATION_ID, id));
        if (given.isPresent()) {
            return;
        }
        if (message.getHeader(CORRELATION_ID + "AsBytes") instanceof byte[] bytes && bytes.length > 0) {
            message.setHeader(NextmvHeaders.KEY, bytes);
        } else if (request && message.getHeader(NextmvHeaders.CORRELATION_ID) == null) {
            id(message).ifPresent(id -> message.setHeader(NextmvHeaders.CORRELATION_ID, id));
        }
    }

    private static Optional<String> text(Message message, String name) {
        return message.getHeader(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    private static String nameOf(Object replyTo) {
        try {
            if (replyTo instanceof Topic topic) {
                return new ReplyTo(topic.getTopicName(), true).text();
            }
            if (replyTo instanceof Queue queue) {
                return queue.getQueueName();
            }
        } catch (JMSException e) {
            return replyTo.toString();
        }
        return replyTo instanceof Destination destination && Artemis.made(destination) ? Artemis.address(destination)
                : replyTo.toString();
    }

    @Override
    public boolean sends(String endpoint, CamelContext context) {
        return endpoint.contains(":")
                && context.getComponent(endpoint.substring(0, endpoint.indexOf(':'))) instanceof JmsComponent;
    }

    @Override
    public Address address(String endpoint, Outgoing outgoing, Message answer) {
        // By which the receiver, or Artemis itself, drops an answer that comes a second time.
        answer.setHeader("_AMQ_DUPL_ID", outgoing.ticket());
        outgoing.correlationId().ifPresent(id -> answer.setHeader(CORRELATION_ID, id));
        if (outgoing.correlationId().isEmpty()) {
            outgoing.key().ifPresent(key -> answer.setHeader(NextmvHeaders.KEY, key));
        }
        outgoing.replyTo().ifPresent(replyTo -> answer.setHeader("CamelJmsDestinationName", replyTo.name()));
        boolean topic = outgoing.replyTo().filter(ReplyTo::topic).isPresent();
        String to = topic ? endpoint.replaceFirst("^([^:]+:)(?://)?(?:(?:temp-)?(?:queue|topic):(?://)?)?", "$1topic:")
                : endpoint;
        // Brokers keep what is streamed in a file of its own.
        boolean streamed = answer.getBody() instanceof File || to.contains(STREAMED);
        return new Address(streamed ? to : to + (to.contains("?") ? "&" : "?") + STREAMED + "=false", Optional.empty());
    }

    @Override
    public Optional<Refusal> refusal(Throwable thrown) {
        return isNoSuchPlace(thrown) ? Optional.of(Refusal.NO_SUCH_PLACE) : Optional.empty();
    }

    static boolean isNoSuchPlace(Throwable thrown) {
        return thrown instanceof InvalidDestinationException
                || thrown instanceof org.springframework.jms.InvalidDestinationException
                || thrown.getMessage() != null && NO_SUCH_NAME.matcher(thrown.getMessage()).lookingAt();
    }
}
