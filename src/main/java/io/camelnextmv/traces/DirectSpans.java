package io.camelnextmv.traces;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.DirectSpanDecorator;

/** Camel's spans of {@code direct:}, which say of which ticket they are. Found by the service loader. */
public final class DirectSpans extends DirectSpanDecorator {
    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        super.beforeTracingEvent(span, exchange, endpoint);
        SpanWords.say(span, exchange);
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        super.afterTracingEvent(span, exchange);
        SpanWords.say(span, exchange);
    }
}
