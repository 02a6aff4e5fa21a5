package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.document.SmallDocument;
import io.camelnextmv.ticket.Format;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a sidecar must say for an input to be run as a run was, where the settings say something else. */
final class RunSidecar {
    /** What the service says about options, and that is none. */
    private static final Set<String> ABOUT = Set.of("active_options", "options_summary", "request_options");
    private final KeptInput input;

    RunSidecar(KeptInput input) {
        this.input = input;
    }

    /**
     * @param application what the run's application is
     * @param inbox       what the application would be without a sidecar
     * @param instance    what the instance would be
     * @param changes     options that are to be otherwise; an empty value leaves one out
     * @return its JSON, empty where there is nothing to be said
     * @throws NotDone if it is larger than a sidecar may be
     */
    byte[] json(String application, String inbox, Optional<String> instance, Map<String, String> changes)
            throws IOException {
        ObjectNode said = CommandContext.json().createObjectNode();
        if (!application.equals(inbox)) {
            said.put("application-id", application);
        }
        id(input.metadata().path("application_instance_id"))
                .filter(id -> !instance.equals(Optional.of(id)))
                .ifPresent(id -> said.put("instance-id", id));
        Map<String, String> options = options();
        options.putAll(changes);
        options.values().removeIf(String::isEmpty);
        if (!options.isEmpty()) {
            options.forEach(said.putObject("options")::put);
        }
        ensemble(said);
        formats(said);
        byte[] json = said.isEmpty() ? new byte[0]
                : CommandContext.json().writerWithDefaultPrettyPrinter().writeValueAsBytes(said);
        if (json.length > SmallDocument.LARGEST) {
            throw new NotDone(NotDone.NOT_THERE, "the options of the run have " + json.length
                    + " bytes, more than the " + SmallDocument.LARGEST + " of a sidecar");
        }
        return json;
    }

    /** What the request said; of a service that does not tell that apart, what holds. */
    private Map<String, String> options() {
        JsonNode options = input.metadata().path("options");
        JsonNode given = options.path("request_options").isObject() ? options.path("request_options") : options;
        Map<String, String> read = new LinkedHashMap<>();
        given.properties().stream().filter(option -> given != options || !ABOUT.contains(option.getKey()))
                .filter(option -> !option.getKey().isBlank() && !option.getValue().isNull())
                .forEach(option -> read.put(option.getKey(), option.getValue().isTextual()
                        ? option.getValue().textValue() : option.getValue().toString()));
        return read;
    }

    private void ensemble(ObjectNode said) {
        JsonNode type = input.metadata().path("run_type");
        if (type.path("type").asText("").equals("ensemble")) {
            id(type.path("definition_id")).ifPresent(id -> said.put("run-type", "ensemble").put("definition-id", id));
        }
    }

    /** What the input's name does not say. */
    private void formats(ObjectNode said) {
        Optional<Format> output = Format.of(input.metadata().path("format").path("output").path("type").asText(""));
        ObjectNode format = CommandContext.json().createObjectNode();
        input.format().filter(own -> own == Format.TEXT || own == Format.CSV_ARCHIVE)
                .ifPresent(own -> format.put("input", own.wire()));
        output.filter(own -> !input.format().equals(Optional.of(own))).ifPresent(own -> format.put("output", own.wire()));
        if (!format.isEmpty()) {
            said.set("format", format);
        }
    }

    private static Optional<String> id(JsonNode node) {
        return Optional.of(node.asText("")).filter(RunAccepted::isRunId);
    }
}
