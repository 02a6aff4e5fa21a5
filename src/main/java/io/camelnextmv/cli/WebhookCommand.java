package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.logging.Printable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets up the webhook by which the service tells the gateway of its runs. */
@Command(name = "webhook", mixinStandardHelpOptions = true, description = "Registers, lists and deletes the account's"
        + " webhooks. The gateway listens where nextmv.webhook.host, port and path say.")
final class WebhookCommand implements Callable<Integer> {
    private static final ApiPath WEBHOOKS = ApiPath.of("/v1/webhooks");
    private final CommandContext context;
    @Spec
    private CommandSpec spec;

    WebhookCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do: register, list or delete");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(name = "register", mixinStandardHelpOptions = true,
            description = "Registers a webhook, and prints its id for the setting nextmv.webhook.id.")
    int register(
            @Option(names = "--url", required = true, paramLabel = "<address>", description = "Where the service sends"
                    + " its events: the gateway's address as it is seen from outside.") String url,
            @Option(names = "--id", paramLabel = "<id>", description = "The webhook's id; chosen by the service if left"
                    + " out.") String id,
            @Option(names = "--description", paramLabel = "<text>", defaultValue = "camel-nextmv",
                    description = "What it is for; ${DEFAULT-VALUE} if left out.") String description,
            @Mixin InboxOption inbox)
            throws Exception {
        ObjectNode webhook = CommandContext.json().createObjectNode();
        if (id != null) {
            webhook.put("id", checked(id));
        }
        webhook.putArray("event_types").add("run.status");
        webhook.put("endpoint_url", url).put("description", description);
        try (CloudSession session = context.session(inbox)) {
            JsonNode answer = CloudSession.tree(session.post(WEBHOOKS, webhook.toString()));
            String made = Printable.of(answer.path("id").asText(id == null ? "?" : id));
            out().println("Webhook " + made + " sends the events of runs to " + url + ". Set nextmv.webhook.enabled ="
                    + " true and nextmv.webhook.id = " + made + "; the gateway fetches the secret by itself.");
        }
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the account's webhooks.")
    int list(@Option(names = "--json", description = "Print the service's answer as it is.") boolean json,
            @Mixin InboxOption inbox) throws Exception {
        try (CloudSession session = context.session(inbox)) {
            byte[] raw = session.get(WEBHOOKS);
            if (json) {
                out().println(Printable.json(new String(raw, StandardCharsets.UTF_8)));
                return 0;
            }
            JsonNode answer = CloudSession.tree(raw);
            Table table = new Table("ID", "ADDRESS", "EVENTS", "DESCRIPTION");
            for (JsonNode webhook : rows(answer)) {
                StringBuilder events = new StringBuilder();
                webhook.path("event_types").forEach(type -> events.append(events.isEmpty() ? "" : ",")
                        .append(type.asText()));
                table.row(webhook.path("id").asText("-"), withoutQuery(webhook.path("endpoint_url").asText("-")),
                        events.toString(), webhook.path("description").asText("-"));
            }
            table.print(out());
        }
        return 0;
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Deletes a webhook.")
    int delete(@Parameters(paramLabel = "<id>", description = "Its id.") String id, @Mixin InboxOption inbox)
            throws Exception {
        try (CloudSession session = context.session(inbox)) {
            session.delete(WEBHOOKS.plus("/" + checked(id)));
            out().println("Webhook " + id + " is deleted.");
        }
        return 0;
    }

    private String checked(String id) {
        if (!RunAccepted.isRunId(id)) {
            throw new ParameterException(spec.commandLine(), "\"" + id + "\" is no webhook id");
        }
        return id;
    }

    /** The list's shape is not documented: the rows, or the first array of them. */
    private static Iterable<JsonNode> rows(JsonNode answer) {
        if (answer.isArray()) {
            return answer;
        }
        for (JsonNode field : answer) {
            if (field.isArray()) {
                return field;
            }
        }
        return java.util.List.of();
    }

    private static String withoutQuery(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query) + "?…";
    }
}
