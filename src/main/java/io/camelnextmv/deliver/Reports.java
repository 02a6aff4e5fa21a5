package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes why a ticket has no output: for a file, and for the header of a message. */
public final class Reports {
    /** The report, in the ticket's folder. */
    static final String FILE = "report.json";
    private static final int LOG_TAIL = 64 * 1024;
    /** What brokers take as a header, in characters of JSON that is sent as ASCII where it can be. */
    private static final int MOST = 32 * 1024;
    private final TicketStore tickets;
    private final ErrorLog errorLog;
    private final ObjectMapper mapper;

    /**
     * @param tickets  the tickets
     * @param errorLog why runs failed
     * @param mapper   writes the reports
     */
    public Reports(TicketStore tickets, ErrorLog errorLog, ObjectMapper mapper) {
        this.tickets = tickets;
        this.errorLog = errorLog;
        this.mapper = mapper;
    }

    byte[] of(Ticket ticket) throws IOException {
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(report(ticket));
    }

    /** The same in one line of at most 32 KiB. */
    String within(Ticket ticket) throws IOException {
        return mapper.writeValueAsString(report(ticket).within(MOST, mapper));
    }

    private ErrorReport report(Ticket ticket) throws IOException {
        return ErrorReport.of(ticket, ticket.ending().orElseThrow(), errorLog.read(ticket.id()), logs(ticket.id()));
    }

    private Optional<String> logs(TicketName id) throws IOException {
        Path file = tickets.folder(id).resolve(Extras.LOGS);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String all = Files.readString(file);
        return Optional.of(all.length() <= LOG_TAIL ? all : "…" + all.substring(all.length() - LOG_TAIL));
    }
}
