package io.camelnextmv.traces;

import java.util.List;
import java.util.Locale;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;

/**
 * Has a gateway of our own tell its traces, where the libraries for that are there and somebody has said where to: by
 * {@code OTEL_EXPORTER_OTLP_ENDPOINT} or {@code OTEL_TRACES_EXPORTER}, or by a bean of OpenTelemetry. Needs none of them
 * itself.
 */
public final class TracesBeans implements CamelConfiguration {
    private static final List<String> NEEDED = List.of("org.apache.camel.opentelemetry2.OpenTelemetryTracer",
            "io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk");
    private static final List<String> ASKED = List.of("otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint",
            "otel.traces.exporter");

    @Override
    public void configure(CamelContext context) {
        if (NEEDED.stream().allMatch(name -> context.getClassResolver().resolveClass(name) != null)) {
            Traces.addTo(context, ASKED.stream().anyMatch(TracesBeans::isGiven));
        }
    }

    /** As OpenTelemetry reads it: a property of the JVM, or a variable. */
    private static boolean isGiven(String name) {
        return System.getProperty(name) != null || System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_')) != null;
    }
}
