package io.camelnextmv.sandbox;

import java.util.Map;
import java.util.Optional;

/** The body of a new run, checked. Exactly one of input, upload and managed input is present. */
record NewRun(
        Optional<byte[]> input,
        Optional<String> uploadId,
        Optional<String> inputId,
        String name,
        String description,
        Map<String, String> options,
        Optional<String> experimentId,
        RunConfiguration configuration,
        Optional<ExternalResult> external) {
}
