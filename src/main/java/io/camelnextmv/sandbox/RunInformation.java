package io.camelnextmv.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Run information as the run API's documentation has it; durations in milliseconds, sizes in bytes, written with a point
 * ({@code 4818.0}) as the service may do.
 */
record RunInformation(
        String id,
        String name,
        String description,
        String userEmail,
        Metadata metadata,
        Optional<Object> output,
        Optional<ErrorLog> errorLog) {
    static final String USER = "sandbox@example.com";
    static final String VERSION = "sandbox-1";
    static final String RUNTIME = "sandbox/tour:latest";

    /** Run information alone. */
    static RunInformation of(Run run) {
        return new RunInformation(run.id(), run.request().name(), run.request().description(), USER,
                Metadata.of(run), Optional.empty(), Optional.empty());
    }

    RunInformation withOutput(Object value) {
        return new RunInformation(id, name, description, userEmail, metadata, Optional.of(value), errorLog);
    }

    RunInformation withErrorLog(Optional<ErrorLog> value) {
        return new RunInformation(id, name, description, userEmail, metadata, output, value);
    }

    /** The metadata part. */
    record Metadata(
            String applicationId,
            String applicationInstanceId,
            String applicationVersionId,
            String createdAt,
            Optional<String> initiatedAt,
            long duration,
            Optional<Long> executionDuration,
            String error,
            String executionClass,
            Optional<String> experimentId,
            String experimentType,
            Format format,
            double inputSize,
            double outputSize,
            boolean queuingDisabled,
            int queuingPriority,
            RunType runType,
            String runtime,
            String secretsCollectionId,
            Integration integration,
            Tracking tracking,
            Options options,
            Optional<Map<String, Object>> metrics,
            Optional<Map<String, Object>> statistics,
            String status,
            String statusV2) {

        static Metadata of(Run run) {
            Run.Progress progress = run.progress();
            RunConfiguration configuration = run.request().configuration();
            Instant end = progress.ended().orElseGet(Run::now);
            Optional<Map<String, Object>> figures = progress.outcome().map(Outcome::statistics)
                    .filter(statistics -> !statistics.isEmpty());
            Optional<Long> execution = run.request().external().map(ExternalResult::executionDuration)
                    .or(() -> progress.started().map(started -> Duration.between(started, end).toMillis()));
            return new Metadata(
                    run.application(),
                    run.instance(),
                    VERSION,
                    run.created().toString(),
                    progress.started().map(Instant::toString),
                    Duration.between(run.created(), end).toMillis(),
                    execution,
                    progress.error().map(ErrorLog::error).orElse(""),
                    configuration.executionClass(),
                    run.request().experimentId(),
                    run.request().experimentId().isPresent() ? "batch" : "",
                    new Format(new Content(configuration.inputFormat()), new Content(configuration.outputFormat())),
                    run.input().size(),
                    progress.output().map(Payload::size).orElse(0L),
                    configuration.queuingDisabled(),
                    configuration.priority(),
                    RunType.of(configuration),
                    RUNTIME,
                    configuration.secretsCollectionId(),
                    new Integration(configuration.integrationId(), "", ""),
                    new Tracking("", run.request().inputId().orElse("")),
                    Options.of(run.request().options()),
                    figures,
                    figures,
                    progress.status().deprecatedWire(),
                    progress.status().wire());
        }
    }

    /** Content formats of input and output. */
    record Format(Content input, Content output) {
    }

    /** A content format. */
    record Content(String type) {
    }

    /** The options a run has, those its request had, and where each comes from: here all are the request's. */
    record Options(
            Map<String, String> activeOptions,
            Map<String, String> requestOptions,
            List<Option> optionsSummary) {
        static Options of(Map<String, String> options) {
            return new Options(options, options, options.entrySet().stream()
                    .map(option -> new Option(option.getKey(), option.getValue(), "run"))
                    .toList());
        }
    }

    /** One option. */
    record Option(String name, String value, String source) {
    }

    /** Where it runs, if not here. */
    record Integration(String id, String provider, String runId) {
    }

    /** What it was made from. */
    record Tracking(String clonedRunId, String inputId) {
    }

    /** What kind of run it is. */
    record RunType(String type, String definitionId, String referenceId) {
        static RunType of(RunConfiguration configuration) {
            return new RunType(configuration.runType(), configuration.definitionId(), configuration.referenceId());
        }
    }
}
