package io.camelnextmv.failure;

import io.camelnextmv.headers.Slots;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * The steps that are being made, since when, and which of them hold their thread for longer than they may: a service that
 * answers a byte now and then keeps every time-out from coming, and with enough such answers nothing goes on any more.
 */
public final class HeldSteps implements RoutePolicyFactory {
    /** So many requests, each as long as it may take at most, are in no step that moves no files. */
    private static final int MOST_REQUESTS = 5;
    /** 500 MB at 140 KB/s. */
    private static final Duration LONGEST_TRANSFER = Duration.ofHours(1);
    private final Map<String, Duration> bounds;
    private final LongSupplier nanos;
    private final Map<String, Step> steps = new ConcurrentHashMap<>();

    private record Step(String route, String ticket, Thread thread, long since, Duration bound) {
    }

    /**
     * A step that goes on for longer than it may.
     *
     * @param route  the route that makes it
     * @param ticket the ticket's name, or a question mark
     * @param thread the thread that it holds
     * @param since  for how long it has been going on
     */
    public record Held(String route, String ticket, String thread, Duration since) {
        @Override
        public String toString() {
            return route + " of ticket " + ticket + " for " + since.toSeconds() + " s (thread " + thread + ")";
        }
    }

    /**
     * @param bounds how long one run of each route may take; the other routes are not looked at
     * @param nanos  a clock that does not jump, in ns
     */
    public HeldSteps(Map<String, Duration> bounds, LongSupplier nanos) {
        this.bounds = Map.copyOf(bounds);
        this.nanos = nanos;
    }

    /**
     * The steps of a ticket: a step may hold its thread for the few requests of a check, or for a file that is moved.
     *
     * @param request how long one request may take at most
     * @param nanos   a clock that does not jump, in ns
     * @return what looks at them
     */
    public static HeldSteps ofTickets(Duration request, LongSupplier nanos) {
        Duration requests = request.multipliedBy(MOST_REQUESTS);
        Map<String, Duration> bounds = new HashMap<>();
        List.of("nextmv-check", "nextmv-look-up", "nextmv-start-run", "nextmv-fetch-result", "nextmv-fetch-error")
                .forEach(route -> bounds.put(route, requests));
        List.of("nextmv-submit-once", "nextmv-deliver-once").forEach(route -> bounds.put(route,
                LONGEST_TRANSFER.compareTo(requests) > 0 ? LONGEST_TRANSFER : requests));
        return new HeldSteps(bounds, nanos);
    }

    /** @return the routes that are looked at */
    public List<String> routes() {
        return bounds.keySet().stream().sorted().toList();
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        Duration bound = bounds.get(routeId);
        return bound == null ? null : new Watch(bound);
    }

    /** Each route has its own: they are started and stopped with it. */
    private final class Watch extends RoutePolicySupport {
        private final Duration bound;

        Watch(Duration bound) {
            this.bound = bound;
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            steps.put(key(route, exchange), new Step(route.getRouteId(), ticket(exchange), Thread.currentThread(),
                    nanos.getAsLong(), bound));
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            steps.remove(key(route, exchange));
        }

        private static String key(Route route, Exchange exchange) {
            return route.getRouteId() + " " + exchange.getExchangeId();
        }

        private static String ticket(Exchange exchange) {
            return exchange.getProperty(Slots.TICKET, "?", String.class);
        }
    }

    /** @return the steps that go on for longer than they may, the longest first */
    public List<Held> held() {
        long now = nanos.getAsLong();
        Stream<Held> held = steps.values().stream()
                .filter(step -> now - step.since() > step.bound().toNanos())
                .map(step -> new Held(step.route(), step.ticket(), step.thread().getName(),
                        Duration.ofNanos(now - step.since())));
        return held.sorted(Comparator.comparing(Held::since).reversed()).toList();
    }
}
