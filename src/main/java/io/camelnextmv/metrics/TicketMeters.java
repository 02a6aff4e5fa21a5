package io.camelnextmv.metrics;

import io.camelnextmv.store.TicketWatch;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Counts runs, and how long their steps take, by the times in their tickets: so a restart changes nothing of them. A clock
 * that is set back makes a time of 0.
 */
final class TicketMeters implements TicketWatch {
    private static final List<String> STATUSES = List.of("succeeded", "failed", "canceled", "timed_out", "gone", "rejected",
            "given_up", "in_doubt", "bad_output", "too_large", "stuck");
    private static final Duration[] BUCKETS = Stream.of("PT0.05S", "PT0.1S", "PT0.25S", "PT0.5S", "PT1S", "PT2.5S", "PT5S",
            "PT10S", "PT30S", "PT1M", "PT5M", "PT15M", "PT1H", "PT4H").map(Duration::parse).toArray(Duration[]::new);
    private final MeterRegistry registry;
    private final Labels applications;
    private final Labels statuses = new Labels(STATUSES, 0);
    private final Clock clock;
    private final Map<Phase, Timer> steps = new ConcurrentHashMap<>();
    private final Map<List<String>, Counter> runs = new ConcurrentHashMap<>();
    private final Timer all;
    private final Timer toFile;
    private final Counter checks;

    /** The steps whose time is told. */
    private enum Phase {
        PREPARE, SUBMIT, WAIT, DELIVER
    }

    /**
     * @param registry     where they are counted
     * @param applications those that have a place in any case: few
     * @param clock        the time
     */
    TicketMeters(MeterRegistry registry, Labels applications, Clock clock) {
        this.registry = registry;
        this.applications = applications;
        this.clock = clock;
        this.all = timer("end.to.end", "From when an input was taken to when its output or report was delivered")
                .register(registry);
        this.toFile = timer("run.end.to.file", "From when the end of a run was known to when its output or report was"
                + " delivered").register(registry);
        this.checks = Counter.builder(Gauges.name("checks")).description("How often runs were checked").register(registry);
        for (Phase phase : Phase.values()) {
            steps.put(phase, timer("step", "How long inputs were in a step")
                    .tag("step", phase.name().toLowerCase(Locale.ROOT)).register(registry));
        }
    }

    private static Timer.Builder timer(String name, String words) {
        return Timer.builder(Gauges.name(name)).description(words).serviceLevelObjectives(BUCKETS);
    }

    @Override
    public void checked() {
        checks.increment();
    }

    @Override
    public void changed(Optional<State> before, Ticket ticket) {
        Instant now = clock.instant();
        switch (ticket.state()) {
            // Not before: of requests that have failed only the last one, which started the run, ends a step.
            case SUBMITTED -> {
                time(Phase.PREPARE, Optional.of(ticket.claimedAt()), ticket.submittingAt());
                time(Phase.SUBMIT, ticket.submittingAt(), ticket.submittedAt());
            }
            case ENDED -> {
                time(Phase.WAIT, ticket.submittedAt(), ticket.ending().map(Ending::endedAt));
                ticket.ending().filter(ending -> ending.polls() > 0).ifPresent(ending -> checks.increment());
            }
            case DELIVERED -> delivered(ticket, now);
            default -> {
                // Nothing has taken any time yet.
            }
        }
    }

    private void delivered(Ticket ticket, Instant now) {
        Optional<Instant> ended = ticket.ending().map(Ending::endedAt);
        time(Phase.DELIVER, ended, Optional.of(now));
        record(all, Optional.of(ticket.claimedAt()), Optional.of(now));
        if (ticket.runId().isPresent()) {
            record(toFile, ended, Optional.of(now));
        }
        String status = statuses.of(ticket.ending().map(Ending::status).orElse(""));
        // What never had a run need not name an application that there is.
        String application = ticket.runId().isPresent() ? applications.of(ticket.applicationId())
                : applications.ofCertain(ticket.applicationId());
        runs.computeIfAbsent(List.of(status, application), labels -> Counter.builder(Gauges.name("runs"))
                .description("Inputs whose output or report was delivered").tag("status", status)
                .tag("application", application).register(registry)).increment();
    }

    private void time(Phase phase, Optional<Instant> from, Optional<Instant> until) {
        record(steps.get(phase), from, until);
    }

    private static void record(Timer timer, Optional<Instant> from, Optional<Instant> until) {
        if (from.isPresent() && until.isPresent()) {
            Duration took = Duration.between(from.get(), until.get());
            timer.record(took.isNegative() ? Duration.ZERO : took);
        }
    }
}
