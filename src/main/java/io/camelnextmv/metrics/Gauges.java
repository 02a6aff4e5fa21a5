package io.camelnextmv.metrics;

import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.limits.Usage;
import io.camelnextmv.store.InFlight;
import io.camelnextmv.ticket.Ticket.State;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The figures that are read from memory when they are asked for. */
final class Gauges {
    /** By the words of the steps whose time is told too. */
    private static final Map<String, State> STEPS = Map.of("prepare", State.CLAIMED, "submit", State.SUBMITTING, "wait",
            State.SUBMITTED, "deliver", State.ENDED, "archive", State.DELIVERED);
    private final MeterRegistry registry;
    private final Watched watched;

    /**
     * @param registry where they are registered
     * @param watched  what they are of
     */
    Gauges(MeterRegistry registry, Watched watched) {
        this.registry = registry;
        this.watched = watched;
    }

    void register() {
        Watched.Tickets tickets = watched.tickets();
        InFlight open = tickets.store().watched();
        gauge("inputs.in.flight", "Inputs that were taken and have no outcome yet", tickets.store()::inFlight);
        STEPS.forEach((step, state) -> Gauge.builder(name("inputs.in.step"), open,
                        all -> all.byState().getOrDefault(state, 0)).tag("step", step)
                .strongReference(true).description("Inputs on their way by the step that is next").register(registry));
        gauge("run.longest.wait.seconds", "For how long the longest has waited of the runs that go on",
                () -> open.longestWaiting().map(since -> seconds(since, watched.clock().instant())).orElse(0.0));
        gauge("tickets.in.doubt", "Inputs of which nobody knows at the moment whether they have a run",
                tickets.inDoubt()::count);
        gauge("tickets.stuck", "Inputs given up for a fault of the program since the start",
                () -> tickets.lastResort().stuck().count());
        gauge("tickets.folder.there", "1 while the folder of the tickets is there",
                () -> tickets.store().isThere() ? 1 : 0);
        gauge("tickets.of.later.versions", "Tickets that a later version has left, which this one leaves alone",
                tickets.store()::ofLaterVersions);
        gauge("steps.held", "Steps that go on for longer than they may", () -> tickets.held().held().size());
        watched.requests().accounts().forEach(this::account);
    }

    private void account(Account account) {
        breaker(account, "api", account.services().api());
        breaker(account, "storage", account.services().storage());
        watched.requests().usage().apply(account.name()).forEach(limit -> {
            limit(account, limit, "used", "What was sent in the limit's period", Usage::used);
            limit(account, limit, "most", "What may be sent in the limit's period, our share", Usage::most);
            limit(account, limit, "waiting", "What waits for its turn", Usage::waiting);
        });
    }

    private void breaker(Account account, String service, CircuitBreaker breaker) {
        Gauge.builder(name("circuit.breaker.open"), breaker, its -> its.isClosed() ? 0 : 1)
                .strongReference(true).description("1 while nothing gets through to the service")
                .tag("account", account.name()).tag("service", service).register(registry);
        FunctionCounter.builder(name("circuit.breaker.open.seconds"), breaker, its -> its.openFor().toMillis() / 1000.0)
                .description("For how long nothing got through to the service since the start")
                .tag("account", account.name()).tag("service", service).register(registry);
    }

    private void limit(Account account, Usage limit, String what, String words, ToDoubleFunction<Usage> value) {
        Gauge.builder(name("limit." + what), watched.requests().usage(), all -> all.apply(account.name()).stream()
                .filter(one -> one.limit().equals(limit.limit())).mapToDouble(value).findFirst().orElse(Double.NaN))
                .strongReference(true).description(words).tag("account", account.name()).tag("limit", limit.limit())
                .register(registry);
    }

    private void gauge(String name, String words, Supplier<Number> value) {
        Gauge.builder(name(name), value).description(words).register(registry);
    }

    static double seconds(Instant from, Instant until) {
        return Math.max(0, Duration.between(from, until).toMillis() / 1000.0);
    }

    static String name(String what) {
        return "nextmv." + what;
    }
}
