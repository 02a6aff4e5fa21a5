package io.camelnextmv.kafka;

import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Receipt;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Vendor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * What Kafka calls it: the key, and where a record stands. Camel's names for them were {@code kafka.TOPIC} and so on, and
 * are {@code CamelKafkaTopic} and so on from camel-kafka 4.18.3 on: both are read, and both are set.
 */
public final class KafkaVendor implements Vendor {
    private static final Name TOPIC = new Name("kafka.TOPIC", "CamelKafkaTopic");
    private static final Name PARTITION = new Name("kafka.PARTITION", "CamelKafkaPartition");
    private static final Name OFFSET = new Name("kafka.OFFSET", "CamelKafkaOffset");
    private static final Name TIMESTAMP = new Name("kafka.TIMESTAMP", "CamelKafkaTimestamp");
    private static final Name KEY = new Name("kafka.KEY", "CamelKafkaKey");
    /** What bridges from JMS to Kafka leave in records. */
    private static final String BRIDGED_REPLY_TO = "JMSReplyTo";
    private static final String BRIDGED_CORRELATION_ID = "JMSCorrelationID";

    private record Name(String before, String since) {
        Optional<Object> of(Message message) {
            return Optional.ofNullable(message.getHeader(before)).or(() -> Optional.ofNullable(message.getHeader(since)));
        }
    }

    @Override
    public boolean brought(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof KafkaEndpoint;
    }

    @Override
    public void name(Exchange exchange) {
        Message message = exchange.getMessage();
        // Kafka gives a record to another gateway that is held for too long, and throws none away.
        exchange.setProperty(Slots.RECEIPT, Receipt.FETCHED_AGAIN);
        if (message.getHeader(NextmvHeaders.MESSAGE_ID) == null) {
            // With its time: a topic that is made anew counts from 0 again.
            OFFSET.of(message).ifPresent(offset -> message.setHeader(NextmvHeaders.MESSAGE_ID, text(TOPIC, message) + "/"
                    + text(PARTITION, message) + "/" + offset + "/" + text(TIMESTAMP, message)));
        }
        message.removeHeader(NextmvHeaders.KEY);
        KEY.of(message).ifPresent(key -> message.setHeader(NextmvHeaders.KEY, key instanceof byte[] ? key
                : key.toString().getBytes(StandardCharsets.UTF_8)));
        bridged(message, BRIDGED_REPLY_TO, NextmvHeaders.REPLY_TO);
        bridged(message, BRIDGED_CORRELATION_ID, NextmvHeaders.CORRELATION_ID);
    }

    private static String text(Name name, Message message) {
        return name.of(message).map(Object::toString).orElse("");
    }

    private static void bridged(Message message, String from, String to) {
        Object value = message.getHeader(from);
        if (message.getHeader(to) == null && value instanceof String) {
            message.setHeader(to, value);
        }
    }

    @Override
    public boolean sends(String endpoint, CamelContext context) {
        return endpoint.contains(":")
                && context.getComponent(endpoint.substring(0, endpoint.indexOf(':'))) instanceof KafkaComponent;
    }

    @Override
    public Address address(String endpoint, Outgoing outgoing, Message answer) {
        // What had one key has one key again, and so its partition.
        outgoing.key().or(() -> outgoing.correlationId().map(id -> id.getBytes(StandardCharsets.UTF_8))).ifPresent(key -> {
            answer.setHeader(KEY.before(), key);
            answer.setHeader(KEY.since(), key);
        });
        return new Address(endpoint, Optional.empty());
    }

    @Override
    public Optional<Refusal> refusal(Throwable thrown) {
        return thrown instanceof RecordTooLargeException ? Optional.of(Refusal.TOO_LARGE) : Optional.empty();
    }
}
