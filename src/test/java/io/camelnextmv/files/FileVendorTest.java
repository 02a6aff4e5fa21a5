package io.camelnextmv.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.headers.Vendor.Outgoing;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class FileVendorTest {
    @Test
    void ofTwoAnswersOfOneNameAtTheSameTimeTheSecondGetsAnother() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            FileVendor vendor = new FileVendor();

            assertThat(name(vendor, context, "first")).isEqualTo("orders.json");
            assertThat(name(vendor, context, "first")).as("tried again").isEqualTo("orders.json");
            assertThat(name(vendor, context, "second")).isEqualTo("orders.second.json");
        }
    }

    private static String name(FileVendor vendor, DefaultCamelContext context, String ticket) {
        Exchange exchange = new DefaultExchange(context);
        vendor.address("file:/nowhere", new Outgoing(ticket, Optional.empty(), Optional.empty(), Optional.empty(),
                "orders.json", Optional.empty()), exchange.getMessage());
        return exchange.getMessage().getHeader(Exchange.OVERRULE_FILE_NAME, Expression.class)
                .evaluate(exchange, String.class);
    }
}
