package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.ConsolePages;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes why a ticket has no output: for a file, and for the header of a message. */
public final class Reports {
    /** The report, in the ticket's folder. */
    static final String FILE = "report.json";
    /** In bytes. */
    private static final int LOG_TAIL = 64 * 1024;
    /** What brokers take as a header, in characters of JSON that is sent as ASCII where it can be. */
    private static final int MOST = 32 * 1024;
    private final TicketStore tickets;
    private final ErrorLog errorLog;
    private final PartialOutput partial;
    private final ConsolePages console;
    private final ObjectMapper mapper;

    /**
     * @param tickets  the tickets
     * @param errorLog why runs failed
     * @param partial  what they have left
     * @param console  where people look at runs
     * @param mapper   writes the reports
     */
    public Reports(TicketStore tickets, ErrorLog errorLog, PartialOutput partial, ConsolePages console,
            ObjectMapper mapper) {
        this.tickets = tickets;
        this.errorLog = errorLog;
        this.partial = partial;
        this.console = console;
        this.mapper = mapper;
    }

    byte[] of(Ticket ticket) throws IOException {
        // By way of a text: bytes cannot be made of halves of characters, which an application may print.
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report(ticket)).getBytes(StandardCharsets.UTF_8);
    }

    /** The same in one line of at most 32 KiB. */
    String within(Ticket ticket) throws IOException {
        return mapper.writeValueAsString(report(ticket).within(MOST, mapper));
    }

    private ErrorReport report(Ticket ticket) throws IOException {
        return ErrorReport.of(ticket, ticket.ending().orElseThrow(), console.of(ticket), partial.words(ticket),
                errorLog.read(ticket.id()), logs(ticket.id()));
    }

    private Optional<String> logs(TicketName id) throws IOException {
        Path file = tickets.folder(id).file(Extras.LOGS);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        long size = Files.size(file);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer end = ByteBuffer.allocate((int) Math.min(size, LOG_TAIL));
            channel.position(size - end.capacity());
            while (end.hasRemaining() && channel.read(end) >= 0) {
                // to the end
            }
            String all = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8);
            // The first character may be half of one.
            return Optional.of(size <= LOG_TAIL ? all : "…" + all.replaceFirst("^\uFFFD+", ""));
        }
    }
}
