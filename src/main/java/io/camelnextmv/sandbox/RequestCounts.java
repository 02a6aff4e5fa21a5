package io.camelnextmv.sandbox;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many requests have come to each endpoint. */
final class RequestCounts {
    private final Map<Endpoint, LongAdder> counts = new EnumMap<>(Endpoint.class);

    RequestCounts() {
        for (Endpoint endpoint : Endpoint.values()) {
            counts.put(endpoint, new LongAdder());
        }
    }

    void count(Endpoint endpoint) {
        counts.get(endpoint).increment();
    }

    Map<Endpoint, Long> all() {
        Map<Endpoint, Long> all = new EnumMap<>(Endpoint.class);
        counts.forEach((endpoint, count) -> all.put(endpoint, count.sum()));
        return Collections.unmodifiableMap(all);
    }
}
