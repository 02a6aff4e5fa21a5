package io.camelnextmv.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * Registers the gateway's meters in whatever registries the application has when its routes start; none: there is nothing to
 * do, and nothing is counted. Their names begin with {@code nextmv.} ({@code nextmv_} at {@code /observe/metrics}); labels
 * are few, and what comes from outside is bounded ({@link Labels}).
 */
public final class Meters extends SimpleEventNotifierSupport {
    /** Applications that no setting names, and that have a label of their own. */
    private static final int MORE_APPLICATIONS = 20;
    private final Watched watched;
    private final CompositeMeterRegistry all = new CompositeMeterRegistry();
    /** One for each figure at most: a folder that hangs, or is large, keeps no other from being looked into. */
    private final ExecutorService background = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "nextmv-figures");
        thread.setDaemon(true);
        return thread;
    });
    private boolean counting;

    /** @param watched what the figures are of */
    public Meters(Watched watched) {
        this.watched = watched;
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return switch (event.getType()) {
            case RoutesStarting, CamelContextStarted, CamelContextStopping -> true;
            default -> false;
        };
    }

    @Override
    public void notify(CamelEvent event) {
        if (event.getType() == CamelEvent.Type.CamelContextStopping) {
            background.shutdownNow();
            return;
        }
        CamelContext context = ((CamelEvent.CamelContextEvent) event).getContext();
        Set<MeterRegistry> found = context.getRegistry().findByType(MeterRegistry.class);
        // Some of them may be behind others: each is told once.
        Set<MeterRegistry> behind = found.stream().filter(CompositeMeterRegistry.class::isInstance)
                .flatMap(registry -> ((CompositeMeterRegistry) registry).getRegistries().stream())
                .collect(Collectors.toSet());
        found.stream().filter(registry -> !behind.contains(registry) && !all.getRegistries().contains(registry))
                .forEach(this::add);
    }

    private synchronized void add(MeterRegistry registry) {
        if (registry.find("jvm.memory.used").meter() == null) {
            // Nobody else tells of the process.
            new JvmMemoryMetrics().bindTo(registry);
            new JvmThreadMetrics().bindTo(registry);
            new ProcessorMetrics().bindTo(registry);
            new UptimeMetrics().bindTo(registry);
        }
        all.add(registry);
        if (!counting) {
            counting = true;
            count();
        }
    }

    private void count() {
        watched.tickets().store().watched().tell(new TicketMeters(all,
                new Labels(watched.places().applications(), MORE_APPLICATIONS), watched.clock()));
        RequestMeters requests = new RequestMeters(all);
        watched.requests().http().tell(requests);
        watched.requests().again().tell(requests);
        new Gauges(all, watched).register();
        new FolderGauges(all, watched.places(), background).register();
    }
}
