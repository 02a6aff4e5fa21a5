package io.camelnextmv.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One run. What was asked for never changes; where it is changes under the {@link RunBoard}'s lock only. */
final class Run {
    private final String id;
    private final String application;
    private final String instance;
    private final NewRun request;
    private final Payload input;
    private final Instant created;
    private final RunLog log = new RunLog();
    private volatile Progress progress = new Progress(RunStatus.QUEUED, Optional.empty(), Optional.empty(),
            Optional.empty());

    Run(String id, String application, String instance, NewRun request, Payload input) {
        this.id = id;
        this.application = application;
        this.instance = instance;
        // The input's bytes live in the payload: a copy in the request would keep large ones in the heap.
        this.request = new NewRun(Optional.empty(), request.uploadId(), request.inputId(), request.name(),
                request.description(), request.options(), request.experimentId(), request.configuration(),
                request.external());
        this.input = input;
        this.created = now();
        log.add(created, "run " + id + " accepted");
    }

    String id() {
        return id;
    }

    String application() {
        return application;
    }

    String instance() {
        return instance;
    }

    NewRun request() {
        return request;
    }

    Payload input() {
        return input;
    }

    Instant created() {
        return created;
    }

    RunLog log() {
        return log;
    }

    Progress progress() {
        return progress;
    }

    RunStatus status() {
        return progress.status();
    }

    void started() {
        Instant now = now();
        progress = new Progress(RunStatus.RUNNING, Optional.of(now), Optional.empty(), Optional.empty());
        log.add(now, "run started");
    }

    void ended(Outcome outcome) {
        Instant now = now();
        progress = new Progress(outcome.status(), progress.started(), Optional.of(now), Optional.of(outcome));
        outcome.error().ifPresent(error -> log.add(now, "error: " + error.error()));
        log.add(now, "run " + outcome.status().wire());
    }

    RunView view() {
        Progress seen = progress;
        return new RunView(id, application, instance, request.name(), request.description(), seen.status(), created,
                request.options(), input.size(), request.configuration().priority(), request.experimentId(),
                seen.error().map(ErrorLog::error));
    }

    static Instant now() {
        return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Where a run is. */
    record Progress(RunStatus status, Optional<Instant> started, Optional<Instant> ended, Optional<Outcome> outcome) {
        Optional<Payload> output() {
            return outcome.flatMap(Outcome::output);
        }

        Optional<ErrorLog> error() {
            return outcome.flatMap(Outcome::error);
        }
    }
}
