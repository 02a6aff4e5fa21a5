package io.camelnextmv.boot;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;

/** What the health tells as numbers, as meters. They are not there before the context starts. */
final class NextmvMeters implements MeterBinder {
    /** By the detail of the health that each is. */
    private static final Map<String, String> GAUGES = Map.of("tickets.in-hand", "Inputs that are on their way",
            "tickets.set-aside", "Tickets that an operator is to look at",
            "tickets.stuck", "Inputs given up for a fault of the program",
            "steps.held", "Steps that go on for longer than they may");
    private static final Map<String, String> COUNTERS = Map.of("events.taken", "Events that were taken", "events.refused",
            "Requests that were refused as events");
    private final CamelContext context;

    NextmvMeters(CamelContext context) {
        this.context = context;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        GAUGES.forEach((detail, description) -> Gauge.builder("nextmv." + detail, () -> detail(detail))
                .description(description).register(registry));
        COUNTERS.forEach((detail, description) -> FunctionCounter.builder("nextmv." + detail, this, self -> detail(detail))
                .description(description).register(registry));
        Gauge.builder("nextmv.up", () -> health().map(now -> now.getState() == HealthCheck.State.UP ? 1.0 : 0.0)
                .orElse(Double.NaN)).description("1 while requests get through, the tickets are there and no step hangs")
                .register(registry);
    }

    private double detail(String name) {
        return health().map(now -> now.getDetails().get(name)).filter(Number.class::isInstance)
                .map(number -> ((Number) number).doubleValue()).orElse(Double.NaN);
    }

    private Optional<HealthCheck.Result> health() {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType("nextmvHealth", HealthCheck.class))
                .map(HealthCheck::call);
    }
}
