package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.ticket.Ticket;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The service's rows of runs as a table, with the inputs of ours among them. */
final class RunTable {
    private RunTable() {
    }

    static void print(JsonNode answer, TicketReader ticketReader, Instant now, PrintWriter out) {
        Map<String, Ticket> ours = ticketReader.all().stream().filter(ticket -> ticket.runId().isPresent())
                .collect(Collectors.toMap(ticket -> ticket.runId().orElseThrow(), Function.identity(), (a, b) -> a));
        Table table = new Table("RUN ID", "APPLICATION", "INSTANCE", "STATUS", "AGE", "INPUT OF OURS");
        for (JsonNode run : answer.path("runs")) {
            Ticket ticket = ours.get(run.path("id").asText());
            table.row(text(run, "id"), text(run, "application_id"), text(run, "application_instance_id"),
                    text(run, "status_v2"), age(run, now),
                    ticket == null ? "-" : ticket.file() + " (" + ticket.id() + ")");
        }
        table.print(out);
    }

    private static String text(JsonNode run, String field) {
        String text = run.path(field).asText("");
        return text.isEmpty() ? "-" : text;
    }

    private static String age(JsonNode run, Instant now) {
        try {
            return Table.age(OffsetDateTime.parse(run.path("created_at").asText()).toInstant(), now);
        } catch (DateTimeException e) {
            return "-";
        }
    }
}
