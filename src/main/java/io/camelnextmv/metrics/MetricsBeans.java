package io.camelnextmv.metrics;

import org.apache.camel.CamelContext;

/** Has the figures told, where there is something to tell them to. Needs no Micrometer itself. */
public final class MetricsBeans {
    /** Only it tells whether there can be registries; asked here, as {@link Meters} cannot be loaded without it. */
    private static final String MICROMETER = "io.micrometer.core.instrument.MeterRegistry";

    private MetricsBeans() {
    }

    /**
     * @param context an application's context
     * @param watched what the figures are of
     */
    public static void addTo(CamelContext context, Watched watched) {
        if (context.getClassResolver().resolveClass(MICROMETER) != null) {
            context.getManagementStrategy().addEventNotifier(new Meters(watched));
        }
    }
}
