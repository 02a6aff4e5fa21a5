package io.camelnextmv.sandbox;

import java.util.Map;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param output     what it answers; a run that failed may have one too, one that was canceled has none
 * @param statistics the statistics part of its output, for the metadata
 * @param error      why it failed
 */
record Outcome(RunStatus status, Optional<Payload> output, Map<String, Object> statistics, Optional<ErrorLog> error) {

    static Outcome succeeded(Payload output, Map<String, Object> statistics) {
        return new Outcome(RunStatus.SUCCEEDED, Optional.of(output), statistics, Optional.empty());
    }

    static Outcome failed(ErrorLog error) {
        return failed(error, Optional.empty());
    }

    /** With what it had written before it failed. */
    static Outcome failed(ErrorLog error, Optional<Payload> output) {
        return new Outcome(RunStatus.FAILED, output, Map.of(), Optional.of(error));
    }

    static Outcome canceled() {
        return new Outcome(RunStatus.CANCELED, Optional.empty(), Map.of(), Optional.empty());
    }
}
