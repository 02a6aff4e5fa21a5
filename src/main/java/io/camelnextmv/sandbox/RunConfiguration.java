package io.camelnextmv.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/** The {@code configuration} of a new run, its defaults filled in. */
record RunConfiguration(
        String executionClass,
        int priority,
        boolean queuingDisabled,
        String runType,
        String definitionId,
        String referenceId,
        String inputFormat,
        String outputFormat,
        String secretsCollectionId,
        String integrationId) {
    private static final int DEFAULT_PRIORITY = 6;
    private static final String EXTERNAL = "external";

    /**
     * Reads a configuration.
     *
     * @param tracked whether the request tells a result: then the run is external, whatever type it names
     */
    static RunConfiguration from(JsonNode configuration, boolean tracked) throws Refused {
        JsonNode queuing = configuration.path("queuing");
        JsonNode priority = queuing.path("priority");
        if (!isAbsent(priority) && (!priority.isInt() || priority.intValue() < 1 || priority.intValue() > 9)) {
            throw Refused.badRequest("queuing.priority must be 1 (first) to 9");
        }
        JsonNode disabled = queuing.path("disabled");
        if (!isAbsent(disabled) && !disabled.isBoolean()) {
            throw Refused.badRequest("queuing.disabled must be true or false");
        }
        JsonNode runType = configuration.path("run_type");
        String inputFormat = text(configuration.path("format").path("input").path("type"), "json");
        return new RunConfiguration(
                text(configuration.path("execution_class"), "sandbox"),
                priority.asInt(DEFAULT_PRIORITY),
                disabled.asBoolean(false),
                tracked ? EXTERNAL : text(runType.path("type"), "standard"),
                text(runType.path("definition_id"), ""),
                text(runType.path("reference_id"), ""),
                inputFormat,
                text(configuration.path("format").path("output").path("type"), inputFormat),
                text(configuration.path("secrets_collection_id"), ""),
                text(configuration.path("integration_id"), ""));
    }

    boolean external() {
        return runType.equals(EXTERNAL);
    }

    boolean jsonInput() {
        return inputFormat.equals("json");
    }

    boolean jsonOutput() {
        return outputFormat.equals("json");
    }

    /** Gzipped tars, under their new and their older name. */
    boolean archiveInput() {
        return isArchive(inputFormat);
    }

    boolean archiveOutput() {
        return isArchive(outputFormat);
    }

    private static boolean isArchive(String format) {
        return format.equals("multi-file") || format.equals("csv-archive");
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static String text(JsonNode node, String otherwise) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : otherwise;
    }
}
