package io.camelnextmv.metrics;

import org.apache.camel.CamelContext;

/** Has the figures told, where there is something to tell them to. Needs no Micrometer itself. */
public final class MetricsBeans {
    private MetricsBeans() {
    }

    /**
     * @param context an application's context
     * @param watched what the figures are of
     */
    public static void addTo(CamelContext context, Watched watched) {
        if (Meters.arePossible(context)) {
            context.getManagementStrategy().addEventNotifier(new Meters(watched));
        }
    }
}
