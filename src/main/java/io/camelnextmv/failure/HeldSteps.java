package io.camelnextmv.failure;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.limits.Resting;
import io.camelnextmv.ticket.TicketName;
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
 * answers a byte now and then keeps every time-out from coming, and with enough such answers nothing goes on any more. A step
 * that waits for its turn holds no thread, and is none of them.
 */
public final class HeldSteps implements RoutePolicyFactory, Resting {
    /** So many requests, each as long as it may take at most, are in no step that moves no files. */
    private static final int MOST_REQUESTS = 5;
    /** 500 MB at 140 KB/s. */
    private static final Duration LONGEST_TRANSFER = Duration.ofHours(1);
    private static final String NO_TICKET = "?";
    private final Map<String, Duration> bounds;
    private final LongSupplier nanos;
    private final Map<String, Step> steps = new ConcurrentHashMap<>();
    private final Map<String, Long> resting = new ConcurrentHashMap<>();

    private record Step(String route, String ticket, Thread thread, long since, Duration bound) {
        /** The same, without the time in which it has waited. */
        Step later(long by) {
            return new Step(route, ticket, thread, since + by, bound);
        }
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
            String ticket = ticket(exchange);
            return HeldSteps.key(route.getRouteId(), NO_TICKET.equals(ticket) ? exchange.getExchangeId() : ticket);
        }

        private static String ticket(Exchange exchange) {
            return exchange.getProperty(Slots.TICKET, NO_TICKET, String.class);
        }
    }

    /** A ticket makes one step at a time. */
    private static String key(String route, String whose) {
        return route + " " + whose;
    }

    @Override
    public void begins(TicketName ticket) {
        resting.put(ticket.text(), nanos.getAsLong());
    }

    @Override
    public void ends(TicketName ticket) {
        Long since = resting.remove(ticket.text());
        if (since != null) {
            long waited = nanos.getAsLong() - since;
            bounds.keySet().forEach(route -> steps.computeIfPresent(key(route, ticket.text()),
                    (key, step) -> step.later(waited)));
        }
    }

    /** @return the steps that go on for longer than they may, the longest first */
    public List<Held> held() {
        long now = nanos.getAsLong();
        Stream<Held> held = steps.values().stream()
                .filter(step -> now - step.since() > step.bound().toNanos() && !resting.containsKey(step.ticket()))
                .map(step -> new Held(step.route(), step.ticket(), step.thread().getName(),
                        Duration.ofNanos(now - step.since())));
        return held.sorted(Comparator.comparing(Held::since).reversed()).toList();
    }
}
