package io.camelnextmv.headers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * The caller's headers in the names that a kamelet sets for its own step. They are kept as long as that step takes, and put
 * back behind it: what one kamelet was given must not be what the next one runs.
 */
public final class CallersHeaders {
    private static final List<String> NAMES = List.of(NextmvHeaders.APPLICATION_ID, HeaderNames.header("instance-id"),
            NextmvHeaders.OPTIONS, NextmvHeaders.INPUT, NextmvHeaders.CANCEL);

    private CallersHeaders() {
    }

    /**
     * Keeps those that are there.
     *
     * @param exchange the caller's
     */
    public static void keep(Exchange exchange) {
        Map<String, Object> kept = new HashMap<>();
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        NAMES.stream().filter(headers::containsKey).forEach(name -> kept.put(name, headers.get(name)));
        exchange.setProperty(Slots.CALLERS_HEADERS, kept);
    }

    /**
     * Puts them back, and takes away what was not there.
     *
     * @param exchange the same
     */
    public static void putBack(Exchange exchange) {
        Map<?, ?> kept = exchange.getProperty(Slots.CALLERS_HEADERS, Map.of(), Map.class);
        NAMES.forEach(exchange.getMessage()::removeHeader);
        kept.forEach((name, value) -> exchange.getMessage().setHeader(name.toString(), value));
        exchange.removeProperty(Slots.CALLERS_HEADERS);
    }
}
