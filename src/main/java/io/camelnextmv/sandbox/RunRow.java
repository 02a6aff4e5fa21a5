package io.camelnextmv.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A row of the run list and of the account queue. */
record RunRow(
        String id,
        String userEmail,
        String name,
        String description,
        String createdAt,
        String applicationId,
        String applicationInstanceId,
        String applicationVersionId,
        String executionClass,
        String experimentId,
        String inputId,
        String scenarioId,
        Map<String, String> options,
        List<Metric> metrics,
        boolean queuingDisabled,
        int queuingPriority,
        RunInformation.RunType runType,
        String runtime,
        String status,
        String statusV2) {

    /** The answer both have; without a token it is the last page. */
    record Page(List<RunRow> runs, Optional<String> nextPageToken) {
    }

    /** A figure of the output; in the metadata they have another shape. */
    record Metric(String name, Object value) {
        static List<Metric> of(Run run) {
            return run.progress().outcome().map(Outcome::statistics).map(statistics -> statistics.get("result"))
                    .map(result -> List.of(new Metric("result", result))).orElse(List.of());
        }
    }

    static RunRow of(Run run) {
        RunConfiguration configuration = run.request().configuration();
        RunStatus status = run.status();
        return new RunRow(run.id(), RunInformation.USER, run.request().name(), run.request().description(),
                run.created().toString(), run.application(), run.instance(), RunInformation.VERSION,
                configuration.executionClass(), run.request().experimentId().orElse(""),
                run.request().inputId().orElse(""), "", run.request().options(), Metric.of(run),
                configuration.queuingDisabled(), configuration.priority(), RunInformation.RunType.of(configuration), RunInformation.RUNTIME,
                status.deprecatedWire(), status.wire());
    }
}
