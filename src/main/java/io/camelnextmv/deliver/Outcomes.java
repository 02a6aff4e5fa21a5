package io.camelnextmv.deliver;

import io.camelnextmv.headers.Dispatch;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.logging.Logs;
import io.camelnextmv.payload.Packing;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the answers of ended tickets something that can be sent to an endpoint. */
public final class Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
    private static final String PACKED = "packed.tar.gz";
    private final TicketStore tickets;
    private final Reports reports;
    private final Packing packing;

    /**
     * @param tickets the tickets
     * @param reports why there are no outputs
     * @param packing packs folders
     */
    public Outcomes(TicketStore tickets, Reports reports, Packing packing) {
        this.tickets = tickets;
        this.reports = reports;
        this.packing = packing;
    }

    /**
     * The answer of a ticket as something that can be sent.
     *
     * @param body   the output, or the input, back; a file
     * @param report why there is no output, as JSON of at most 32 KiB; empty where there is one
     * @param name   the name of the file that it becomes where answers are files
     */
    public record Outcome(Path body, Optional<String> report, String name) {
    }

    /**
     * The answer of a ticket for which nothing is missing. What is a folder is packed into a gzipped tar.
     *
     * @param id the ticket's name
     * @return what is to be sent
     * @throws UncheckedIOException if the disk says no: to be tried again, as often as it takes
     */
    public Outcome outcome(TicketName id) {
        Ticket ticket = tickets.read(id);
        TicketFolder folder = tickets.folder(id);
        try {
            if (ending(ticket).destination() == Destination.OUTPUT) {
                Path output = folder.made(Outputs.OUTPUT);
                return new Outcome(packed(folder, output), Optional.empty(), name(
                        Names.of(ticket, folder.input(ticket)).output(ticket), output));
            }
            folder.write(Reports.FILE, reports.of(ticket));
            Path input = folder.input(ticket);
            return new Outcome(packed(folder, input), Optional.of(reports.within(ticket)), name(ticket.file(), input));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(String name, Path answer) {
        return Files.isDirectory(answer) ? name + PACKED.substring(PACKED.indexOf('.')) : name;
    }

    private Path packed(TicketFolder folder, Path answer) throws IOException {
        if (!Files.isDirectory(answer)) {
            return answer;
        }
        Directories.make(folder.out());
        Path packed = folder.made(PACKED);
        packing.folder(answer, packed);
        return packed;
    }

    /**
     * The output of a ticket is larger than the endpoint takes: it stays with the ticket, and the answer is an error.
     *
     * @param id  the ticket's name
     * @param why what the endpoint said
     * @return whether the answer was an output
     * @throws UncheckedIOException if the disk says no: to be tried again, as often as it takes
     */
    public boolean outputIsTooLarge(TicketName id, String why) {
        Ticket ticket = tickets.read(id);
        Ending ending = ending(ticket);
        if (ending.destination() != Destination.OUTPUT) {
            return false;
        }
        try {
            TicketFolder folder = tickets.folder(id);
            String kept = Names.of(ticket, folder.input(ticket)).kept(ticket);
            folder.move(folder.made(Outputs.OUTPUT), folder.file(kept));
            tickets.write(ticket.corrected(Endings.outputTooLargeToSend(why,
                    Contained.child(tickets.archived().path(id), kept).toString(), ending)));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The answer of a ticket was sent, or placed.
     *
     * @param id       the ticket's name
     * @param dispatch where to
     * @return the ticket, delivered
     * @throws UncheckedIOException if the disk says no: to be tried again, as often as it takes
     */
    public Ticket sent(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.DISPATCH) Dispatch dispatch) {
        Ticket ticket = tickets.read(id);
        if (ticket.state() == Ticket.State.DELIVERED) {
            return ticket;
        }
        String endpoint = dispatch.to().replaceFirst("[?].*", "");
        Logs.event("delivered", () -> LOG.info("{} → {} ({}, {})", ticket.file(), endpoint, ending(ticket).status(),
                ticket.runId().map(run -> "run " + run).orElse("no run")));
        return tickets.delivered(ticket.deliveredAs(Names.KEPT).delivered(), endpoint);
    }

    private static Ending ending(Ticket ticket) {
        return ticket.ending()
                .orElseThrow(() -> new IllegalStateException("ticket " + ticket.id() + " has not ended"));
    }
}
