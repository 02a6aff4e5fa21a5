package io.camelnextmv.sandbox;

import java.util.List;
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
        Optional<String> experimentId,
        boolean queuingDisabled,
        int queuingPriority,
        RunInformation.RunType runType,
        String runtime,
        String status,
        String statusV2) {

    /** The answer both have; without a token it is the last page. */
    record Page(List<RunRow> runs, Optional<String> nextPageToken) {
        static Page of(List<Run> runs) {
            return of(runs, Optional.empty());
        }

        static Page of(List<Run> runs, Optional<String> next) {
            return new Page(runs.stream().map(RunRow::of).toList(), next);
        }
    }

    static RunRow of(Run run) {
        RunConfiguration configuration = run.request().configuration();
        RunStatus status = run.status();
        return new RunRow(run.id(), RunInformation.USER, run.request().name(), run.request().description(),
                run.created().toString(), run.application(), run.instance(), RunInformation.VERSION,
                configuration.executionClass(), run.request().experimentId(), configuration.queuingDisabled(),
                configuration.priority(), RunInformation.RunType.of(configuration), RunInformation.RUNTIME,
                status.deprecatedWire(), status.wire());
    }
}
