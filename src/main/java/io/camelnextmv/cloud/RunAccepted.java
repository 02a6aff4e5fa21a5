package io.camelnextmv.cloud;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The answer to a new run.
 *
 * @param runId the run's id
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunAccepted(String runId) {
    /** A run id becomes part of addresses and file names: anything else is not an answer of this API. */
    public RunAccepted {
        if (runId == null || !isRunId(runId)) {
            throw new UnreadableAnswer("the answer to a new run carries no usable run_id");
        }
    }

    /**
     * @param text some text
     * @return whether it can be a run's id
     */
    public static boolean isRunId(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9_.~-]{0,199}");
    }
}
