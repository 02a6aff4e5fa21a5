package io.camelnextmv.sandbox;

import java.util.Map;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param output     what it answers; absent if it failed or was canceled
 * @param statistics the statistics part of its output, for the metadata
 * @param error      why it failed
 */
record Outcome(RunStatus status, Optional<Payload> output, Map<String, Object> statistics, Optional<ErrorLog> error) {

    static Outcome succeeded(Payload output, Map<String, Object> statistics) {
        return new Outcome(RunStatus.SUCCEEDED, Optional.of(output), statistics, Optional.empty());
    }

    static Outcome failed(ErrorLog error) {
        return new Outcome(RunStatus.FAILED, Optional.empty(), Map.of(), Optional.of(error));
    }

    static Outcome canceled() {
        return new Outcome(RunStatus.CANCELED, Optional.empty(), Map.of(), Optional.empty());
    }
}
