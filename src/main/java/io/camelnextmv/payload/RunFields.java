package io.camelnextmv.payload;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Tracked;
import java.util.Map;
import java.util.Optional;

/** The fields of a new run beside its input. */
public final class RunFields {
    /** What a run's description holds, with the ticket's name behind it: by it a run is found whose answer was lost. */
    private static final String MARK = "camel-nextmv ticket ";
    private static final String INTEGRATION = "integration";
    private final ObjectMapper mapper;

    /** @param mapper makes the objects */
    public RunFields(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * @param ticket a ticket
     * @param input  what its input is
     * @return the fields of its run
     */
    public ObjectNode of(Ticket ticket, Format input) {
        RunSpec spec = ticket.plan().spec();
        String mark = MARK + ticket.id();
        ObjectNode fields = mapper.createObjectNode()
                .put("name", spec.name().map(name -> name.replace("{file}", ticket.file())).orElse(ticket.file()))
                .put("description", spec.description().map(text -> text + " (" + mark + ")").orElse(mark));
        spec.batchExperimentId().ifPresent(id -> fields.put("batch_experiment_id", id));
        if (!spec.options().isEmpty()) {
            spec.options().forEach(fields.putObject("options")::put);
        }
        ObjectNode configuration = configuration(spec, input);
        if (!configuration.isEmpty()) {
            fields.set("configuration", configuration);
        }
        return fields;
    }

    /** A run that took place elsewhere: what became of it. */
    void track(ObjectNode run, Tracked tracked, Map<String, String> uploads, Optional<Format> output) {
        ObjectNode configuration = run.withObjectProperty("configuration");
        configuration.putObject("run_type").put("type", "external");
        if (configuration.path("format").path("output").isMissingNode()) {
            output.filter(format -> format != Format.JSON).ifPresent(format -> configuration
                    .withObjectProperty("format").putObject("output").put("type", format.wire()));
        }
        ObjectNode result = run.putObject("result").put("status", tracked.status())
                .put("execution_duration", tracked.executionDuration());
        put(result, "output_upload_id", tracked.output().map(uploads::get));
        put(result, "error_upload_id", tracked.error().map(uploads::get));
        put(result, "metrics_upload_id", tracked.metrics().map(uploads::get));
        put(result, "assets_upload_id", tracked.assets().map(uploads::get));
        put(result, "error_message", tracked.errorMessage().map(RunFields::plain));
    }

    private ObjectNode configuration(RunSpec spec, Format input) {
        ObjectNode configuration = mapper.createObjectNode();
        // An integration carries out what its own class is for.
        put(configuration, "execution_class", spec.executionClass().or(() -> spec.integrationId().map(id -> INTEGRATION)));
        put(configuration, "secrets_collection_id", spec.secretsCollectionId());
        put(configuration, "integration_id", spec.integrationId());
        if (spec.priority().isPresent() || spec.queuingDisabled().isPresent()) {
            ObjectNode queuing = configuration.putObject("queuing");
            spec.priority().ifPresent(priority -> queuing.put("priority", priority));
            spec.queuingDisabled().ifPresent(disabled -> queuing.put("disabled", disabled));
        }
        if (spec.runType().isPresent()) {
            ObjectNode type = configuration.putObject("run_type").put("type", spec.runType().get());
            put(type, "definition_id", spec.definitionId());
        }
        if (input != Format.JSON || spec.outputFormat().isPresent()) {
            ObjectNode format = configuration.putObject("format");
            format.putObject("input").put("type", input.wire());
            spec.outputFormat().ifPresent(output -> format.putObject("output").put("type", output.wire()));
        }
        return configuration;
    }

    /** Colours of a terminal and the like, which what was printed often holds, and which not every service takes. */
    private static String plain(String message) {
        return message.replaceAll("\u001b\\[[0-9;?]*[ -/]*[@-~]", "").replace("\r\n", "\n")
                .replaceAll("[\\p{Cc}&&[^\n\t]]", " ");
    }

    private static void put(ObjectNode node, String field, Optional<String> value) {
        value.ifPresent(text -> node.put(field, text));
    }
}
