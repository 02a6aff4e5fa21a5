package io.camelnextmv.traces;

import io.camelnextmv.logging.Logs;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * A span for each route that a ticket goes through, sent to a collector as OpenTelemetry's own variables say
 * ({@code OTEL_EXPORTER_OTLP_ENDPOINT} and the like). What moves by itself, timers, is none, and neither is a request of its
 * own: its span would hold its address, which may be a presigned one.
 */
final class Traces {
    private static final String NONE = "none";
    private static final Map<String, String> DEFAULTS = Map.of("otel.service.name", "camel-nextmv",
            "otel.traces.exporter", "otlp", "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", NONE, "otel.logs.exporter", NONE);
    private static final String EXCLUDED = "timer:*,scheduler:*,http:*,https:*";

    private Traces() {
    }

    /** A bean is taken where there is one; else, if that is wanted, there is one of our own, which ends with the context. */
    static void addTo(CamelContext context, boolean wanted) {
        Optional<OpenTelemetry> given = Optional.ofNullable(
                CamelContextHelper.findSingleByType(context, OpenTelemetry.class));
        if (given.isEmpty() && !wanted) {
            return;
        }
        OpenTelemetry telemetry = given.orElseGet(() -> started(context));
        context.getRegistry().bind("nextmvSpans", telemetry.getTracer("camel-nextmv"));
        context.getRegistry().bind("nextmvSpanContexts", telemetry.getPropagators());
        OpenTelemetryTracer tracer = new OpenTelemetryTracer();
        tracer.setExcludePatterns(EXCLUDED);
        tracer.init(context);
    }

    private static OpenTelemetry started(CamelContext context) {
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder().addPropertiesSupplier(() -> DEFAULTS)
                .addSpanExporterCustomizer((exporter, settings) -> new GuardedSpans(exporter, Logs.guarded()))
                .disableShutdownHook().build().getOpenTelemetrySdk();
        context.getManagementStrategy().addEventNotifier(new Closed(sdk));
        return sdk;
    }

    /** What was not sent yet is sent at the end. */
    private static final class Closed extends SimpleEventNotifierSupport {
        private final OpenTelemetrySdk sdk;

        private Closed(OpenTelemetrySdk sdk) {
            this.sdk = sdk;
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event.getType() == CamelEvent.Type.CamelContextStopped;
        }

        @Override
        public void notify(CamelEvent event) {
            sdk.close();
        }
    }
}
