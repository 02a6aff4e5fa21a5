package io.camelnextmv.metrics;

import io.camelnextmv.cloud.AnswerKind;
import io.camelnextmv.cloud.RequestWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts requests by what they ask for and how they were answered, what is sent and read, and what is tried again. */
final class RequestMeters implements RequestWatch, Consumer<String> {
    private static final String API = "api";
    private static final String STORAGE = "storage";
    private final MeterRegistry registry;
    private final Map<List<String>, Counter> counts = new ConcurrentHashMap<>();
    private final Map<AnswerKind, Timer> times = new ConcurrentHashMap<>();
    private final Map<String, Counter> sent;
    private final Map<String, Counter> received;

    /** @param registry where they are counted */
    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
        this.sent = bytes("sent");
        this.received = bytes("received");
        // So that a rate of none is 0 before there is one.
        List.of("disk", "service", "unexpected").forEach(this::retries);
    }

    @Override
    public void answered(AnswerKind kind, int status, Duration took, long sent) {
        String word = kind.name().toLowerCase(Locale.ROOT);
        String outcome = outcome(status);
        counts.computeIfAbsent(List.of("requests", word, outcome), labels -> Counter.builder(Gauges.name("requests"))
                .description("Requests that were sent, by what they ask for").tag("kind", word).tag("outcome", outcome)
                .register(registry)).increment();
        times.computeIfAbsent(kind, its -> Timer.builder(Gauges.name("request")).tag("kind", word)
                .description("How long it took until an answer began").register(registry)).record(took);
        if (sent > 0) {
            this.sent.get(service(kind)).increment(sent);
        }
    }

    @Override
    public void read(AnswerKind kind, long bytes) {
        received.get(service(kind)).increment(bytes);
    }

    /** Something is tried again. */
    @Override
    public void accept(String whose) {
        retries(whose).increment();
    }

    private Counter retries(String whose) {
        return counts.computeIfAbsent(List.of("retries", whose), labels -> Counter.builder(Gauges.name("retries"))
                .description("Steps that have met a fault and are tried again, by whose it is").tag("fault", whose)
                .register(registry));
    }

    /** By the service; held, since they are asked for with every piece that is read. */
    private Map<String, Counter> bytes(String way) {
        return Stream.of(API, STORAGE).collect(Collectors.toUnmodifiableMap(Function.identity(),
                service -> Counter.builder(Gauges.name(way)).baseUnit("bytes").description("Bytes of bodies that were " + way)
                        .tag("service", service).register(registry)));
    }

    private static String service(AnswerKind kind) {
        return switch (kind) {
            case STORED, DOWNLOAD, CLAIM_CHECK -> STORAGE;
            default -> API;
        };
    }

    private static String outcome(int status) {
        if (status == -1) {
            return "too_slow";
        }
        if (status == 401 || status == 403) {
            return "forbidden";
        }
        if (status == 429) {
            return "too_many";
        }
        return switch (status / 100) {
            case 0 -> "lost";
            case 2 -> "ok";
            case 5 -> "server_error";
            default -> "refused";
        };
    }
}
