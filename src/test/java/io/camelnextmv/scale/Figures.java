package io.camelnextmv.scale;

import io.camelnextmv.limits.AccountLimits.Kind;
import io.camelnextmv.limits.Use;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a simulation has counted. */
final class Figures {
    /** What is called used of a limit is its use in the busiest of these. */
    static final long PART = TimeUnit.MINUTES.toNanos(10);
    long dropped;
    long delivered;
    long looks;
    long pages;
    long checks;
    int mostBacklog;
    int mostInFlight;
    int mostInQueue;
    double seconds;
    private final Histogram ends = new Histogram();
    private final Histogram starts = new Histogram();
    private final Map<Use, Long> requests = new EnumMap<>(Use.class);
    private final Map<Use, Map<Long, Long>> parts = new EnumMap<>(Use.class);
    private final List<Sample> samples = new ArrayList<>();

    /**
     * How it stood.
     *
     * @param hours    since the beginning
     * @param backlog  how many inputs had no run yet
     * @param inFlight how many were on their way
     */
    record Sample(double hours, double backlog, double inFlight) {
    }

    void request(Use use, long now) {
        requests.merge(use, 1L, Long::sum);
        parts.computeIfAbsent(use, any -> new HashMap<>()).merge(now / PART, 1L, Long::sum);
    }

    void started(double afterSeconds) {
        starts.add(afterSeconds);
    }

    void delivered(double afterSeconds) {
        delivered++;
        ends.add(afterSeconds);
    }

    void sample(double hours, int backlog, int inFlight, int inQueue) {
        mostBacklog = Math.max(mostBacklog, backlog);
        mostInFlight = Math.max(mostInFlight, inFlight);
        mostInQueue = Math.max(mostInQueue, inQueue);
        samples.add(new Sample(hours, backlog, inFlight));
    }

    List<Sample> samples() {
        return samples;
    }

    long requests() {
        return requests.values().stream().mapToLong(Long::longValue).sum();
    }

    double requestsARun() {
        return delivered == 0 ? 0 : requests() / (double) delivered;
    }

    /** From a run's end to its file, in seconds. */
    double end(double percent) {
        return ends.percentile(percent);
    }

    /** From the inbox to its run, in seconds. */
    double start(double percent) {
        return starts.percentile(percent);
    }

    /** So many a second of what counts for a limit, in the busiest ten minutes. */
    double busiest(Kind kind) {
        Map<Long, Long> sums = new HashMap<>();
        parts.forEach((use, counts) -> {
            if (kind == Kind.REQUESTS || kind == Kind.RUNS && use == Use.RUN || kind == Kind.RESULTS && use == Use.RESULT) {
                counts.forEach((part, count) -> sums.merge(part, count, Long::sum));
            }
        });
        double length = Math.min(seconds, PART / 1e9);
        return sums.values().stream().mapToLong(Long::longValue).max().orElse(0) / length;
    }
}
