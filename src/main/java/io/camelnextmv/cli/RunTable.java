package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.cloud.LenientFields;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.ticket.Ticket;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** The service's rows of runs as a table, with the inputs of ours among them. */
final class RunTable {
    private final Table table = new Table("RUN ID", "APPLICATION", "INSTANCE", "STATUS", "AGE", "INPUT OF OURS");
    private final Map<String, String> ours;
    private final Instant now;

    RunTable(TicketReader ticketReader, Instant now) {
        this.ours = ticketReader.all().stream().filter(ticket -> ticket.runId().isPresent())
                .collect(Collectors.toMap(ticket -> ticket.runId().orElseThrow(), RunTable::input, (a, b) -> a));
        this.now = now;
    }

    private static String input(Ticket ticket) {
        return ticket.file() + " (" + ticket.id() + ")";
    }

    void row(JsonNode run) {
        table.row(text(run, "id"), text(run, "application_id"), text(run, "application_instance_id"),
                text(run, "status_v2"),
                LenientFields.time(run.path("created_at").asText()).map(made -> Table.age(made, now)).orElse("-"),
                ours.getOrDefault(run.path("id").asText(), "-"));
    }

    /** Prints the rows that have come since the last time; what is printed is not kept. */
    void print(PrintWriter out) {
        table.print(out);
    }

    private static String text(JsonNode run, String field) {
        String text = run.path(field).asText("");
        return text.isEmpty() ? "-" : text;
    }
}
