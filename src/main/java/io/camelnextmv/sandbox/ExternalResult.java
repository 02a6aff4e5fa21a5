package io.camelnextmv.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What the {@code result} of an external run tells: the run took place elsewhere. Duration in milliseconds. */
record ExternalResult(
        RunStatus status,
        long executionDuration,
        Optional<String> outputUploadId,
        Optional<String> errorUploadId,
        String errorMessage) {

    static ExternalResult from(JsonNode result) throws Refused {
        String status = result.path("status").asText("");
        RunStatus told = switch (status) {
            case "succeeded" -> RunStatus.SUCCEEDED;
            case "failed" -> RunStatus.FAILED;
            default -> throw Refused.badRequest("result.status of an external run must be succeeded or failed");
        };
        return new ExternalResult(told, result.path("execution_duration").asLong(0),
                text(result.path("output_upload_id")), text(result.path("error_upload_id")),
                text(result.path("error_message")).orElse(""));
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue()).filter(value -> !value.isEmpty());
    }
}
