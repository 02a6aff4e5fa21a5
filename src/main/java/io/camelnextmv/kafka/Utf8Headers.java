package io.camelnextmv.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.camel.component.kafka.serde.KafkaHeaderDeserializer;
import org.apache.camel.component.kafka.serde.KafkaHeaderSerializer;

/** The headers of records are text in UTF-8, in and out, whatever the machine speaks; those that are JMS's are not sent. */
public final class Utf8Headers implements KafkaHeaderDeserializer, KafkaHeaderSerializer {
    @Override
    public Object deserialize(String key, byte[] value) {
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] serialize(String key, Object value) {
        return value == null || key.startsWith("JMS") || key.startsWith("_AMQ_") ? null : value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
