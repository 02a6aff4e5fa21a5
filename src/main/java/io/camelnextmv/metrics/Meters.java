package io.camelnextmv.metrics;

import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.limits.Usage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * Registers the gateway's meters in whatever registries the application has when it has started; none: there is nothing to do.
 * Their names begin with {@code nextmv.} ({@code nextmv_} at {@code /observe/metrics}); labels are few: accounts and limits, as
 * the settings name them.
 */
public final class Meters extends SimpleEventNotifierSupport {
    /** Only it tells whether there can be registries. */
    private static final String MICROMETER = "io.micrometer.core.instrument.MeterRegistry";
    private final Collection<Account> accounts;
    private final Function<String, List<Usage>> usage;
    private final IntSupplier inFlight;

    /**
     * @param accounts whether requests get through
     * @param usage    how much of its limits an account uses, by its name
     * @param inFlight how many inputs are on their way
     */
    public Meters(Collection<Account> accounts, Function<String, List<Usage>> usage, IntSupplier inFlight) {
        this.accounts = List.copyOf(accounts);
        this.usage = usage;
        this.inFlight = inFlight;
    }

    /**
     * @param context an application's context
     * @return whether it has Micrometer on its class path
     */
    public static boolean arePossible(CamelContext context) {
        return context.getClassResolver().resolveClass(MICROMETER) != null;
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event.getType() == CamelEvent.Type.CamelContextStarted;
    }

    @Override
    public void notify(CamelEvent event) {
        CamelContext context = ((CamelEvent.CamelContextEvent) event).getContext();
        context.getRegistry().findByType(MeterRegistry.class).forEach(this::register);
    }

    private static String name(String what) {
        return "nextmv." + what;
    }

    private void register(MeterRegistry registry) {
        if (registry.find("jvm.memory.used").meter() == null) {
            // Nobody else tells of the process.
            new JvmMemoryMetrics().bindTo(registry);
            new JvmThreadMetrics().bindTo(registry);
            new ProcessorMetrics().bindTo(registry);
            new UptimeMetrics().bindTo(registry);
        }
        Gauge.builder(name("inputs.in.flight"), inFlight, IntSupplier::getAsInt)
                .description("Inputs that were taken and have no outcome yet").register(registry);
        for (Account account : accounts) {
            breaker(registry, account, "api", account.services().api());
            breaker(registry, account, "storage", account.services().storage());
            usage.apply(account.name()).forEach(limit -> {
                limit(registry, account, limit, "used", "What was sent in the limit's period", Usage::used);
                limit(registry, account, limit, "most", "What may be sent in the limit's period, our share", Usage::most);
                limit(registry, account, limit, "waiting", "What waits for its turn", Usage::waiting);
            });
        }
    }

    private static void breaker(MeterRegistry registry, Account account, String service, CircuitBreaker breaker) {
        Gauge.builder(name("circuit.breaker.open"), breaker, its -> its.isClosed() ? 0 : 1)
                .description("1 while nothing gets through to the service").tag("account", account.name())
                .tag("service", service).register(registry);
    }

    private void limit(MeterRegistry registry, Account account, Usage limit, String what, String words,
            ToDoubleFunction<Usage> value) {
        Gauge.builder(name("limit." + what), usage, all -> all.apply(account.name()).stream()
                .filter(one -> one.limit().equals(limit.limit())).mapToDouble(value).findFirst().orElse(Double.NaN))
                .description(words).tag("account", account.name()).tag("limit", limit.limit()).register(registry);
    }
}
