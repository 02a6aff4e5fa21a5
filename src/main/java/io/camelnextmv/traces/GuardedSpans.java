package io.camelnextmv.traces;

import io.camelnextmv.logging.Secrets;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Hides in every span what the log hides, before it leaves the process: Camel puts the words of exceptions and the addresses
 * of endpoints there, which may hold a presigned address, a password or a key.
 */
final class GuardedSpans implements SpanExporter {
    /** An address without its beginning: who the user is there stands first. */
    private static final String PATH = "url.path";
    private static final Pattern USER = Pattern.compile("^[^/?#]{1,500}@");
    private final SpanExporter exporter;
    private final Secrets secrets;

    /**
     * @param exporter sends them
     * @param secrets  what is hidden
     */
    GuardedSpans(SpanExporter exporter, Secrets secrets) {
        this.exporter = exporter;
        this.secrets = secrets;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return exporter.export(spans.stream().<SpanData>map(Shown::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private Attributes shown(Attributes attributes) {
        AttributesBuilder shown = attributes.toBuilder();
        attributes.forEach((key, value) -> {
            if (value instanceof String text) {
                shown.put(key.getKey(), shown(key, text));
            } else if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
                shown.put(key.getKey(), list.stream().map(text -> shown(key, text.toString())).toArray(String[]::new));
            }
        });
        return shown.build();
    }

    private String shown(AttributeKey<?> key, String text) {
        return secrets.show(key.getKey().equals(PATH) ? USER.matcher(text).replaceFirst("") : text);
    }

    /** The same span, in words that may be shown. */
    private final class Shown extends DelegatingSpanData {
        Shown(SpanData span) {
            super(span);
        }

        @Override
        public String getName() {
            return secrets.show(super.getName());
        }

        @Override
        public Attributes getAttributes() {
            return shown(super.getAttributes());
        }

        @Override
        public List<EventData> getEvents() {
            return super.getEvents().stream().map(event -> EventData.create(event.getEpochNanos(),
                    secrets.show(event.getName()), shown(event.getAttributes()), event.getTotalAttributeCount())).toList();
        }

        @Override
        public StatusData getStatus() {
            return StatusData.create(super.getStatus().getStatusCode(), secrets.show(super.getStatus().getDescription()));
        }
    }
}
