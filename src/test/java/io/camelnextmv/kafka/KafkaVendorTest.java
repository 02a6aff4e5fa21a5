package io.camelnextmv.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.headers.Receipt;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Vendor.Outgoing;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel's names for what Kafka says of a record have changed: both are known, in and out. */
class KafkaVendorTest {
    private static final byte[] KEY = {1, (byte) 0xff};
    private final KafkaVendor vendor = new KafkaVendor();
    private final CamelContext context = new DefaultCamelContext();

    private Exchange record(String prefix, boolean capitals) {
        Exchange exchange = context.getEndpoint("kafka:inputs?brokers=127.0.0.1:1").createExchange();
        Map.<String, Object>of("TOPIC", "inputs", "PARTITION", 3, "OFFSET", 5L, "TIMESTAMP", 7L, "KEY", KEY)
                .forEach((name, value) -> exchange.getMessage().setHeader(prefix + (capitals ? name
                        : name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT)), value));
        return exchange;
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.", "CamelKafka"})
    void aRecordIsKnownByWhereItStandsAndByItsKeyByEitherName(String prefix) {
        Exchange exchange = record(prefix, prefix.equals("kafka."));

        assertThat(vendor.brought(exchange)).isTrue();
        vendor.name(exchange);

        assertThat(exchange.getMessage().getHeaders()).containsEntry("NextmvMessageId", "inputs/3/5/7")
                .containsEntry("NextmvKey", KEY);
        assertThat(exchange.getProperty(Slots.RECEIPT, Receipt.class).fetchedAgain()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.KEY", "CamelKafkaKey"})
    void anAnswerHasItsKeyByEitherName(String name) {
        Message answer = new DefaultExchange(context).getMessage();

        assertThat(vendor.sends("kafka:outputs", context)).isTrue();
        assertThat(vendor.sends("direct:outputs", context)).isFalse();
        vendor.address("kafka:outputs", new Outgoing("t", Optional.of("id"), Optional.of(KEY), Optional.empty(),
                "orders.json", Optional.empty()), answer);

        assertThat(answer.getHeader(name)).isEqualTo(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.KEY", "CamelKafkaKey", "JMSType", "_AMQ_DUPL_ID", "NextmvKey"})
    void whatIsOfOthersIsNoHeaderOfARecord(String name) {
        assertThat(new Utf8Headers().serialize(name, "x")).isNull();
    }
}
