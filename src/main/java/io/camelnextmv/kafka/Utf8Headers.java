package io.camelnextmv.kafka;

import io.camelnextmv.headers.NextmvHeaders;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.camel.component.kafka.serde.KafkaHeaderDeserializer;
import org.apache.camel.component.kafka.serde.KafkaHeaderSerializer;

/**
 * The headers of records are text in UTF-8, in and out, whatever the machine speaks; those of others, and the key, are not
 * sent.
 */
public final class Utf8Headers implements KafkaHeaderDeserializer, KafkaHeaderSerializer {
    @Override
    public Object deserialize(String key, byte[] value) {
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] serialize(String key, Object value) {
        boolean foreign = NextmvHeaders.KEY.equals(key)
                || Stream.of("JMS", "_AMQ_", "Camel", "kafka.").anyMatch(key::startsWith);
        return value == null || foreign ? null : value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
