package io.camelnextmv.deliver;

import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what goes back where there is no output: a copy of the input, what lay beside it, and the report. */
final class InputBack {
    private static final Logger LOG = LoggerFactory.getLogger(InputBack.class);
    private final TicketStore tickets;
    private final Reports reports;
    private final PartialOutput partial;

    InputBack(TicketStore tickets, Reports reports, PartialOutput partial) {
        this.tickets = tickets;
        this.reports = reports;
        this.partial = partial;
    }

    /**
     * @throws NotHeld     if there is something in a folder that its file system cannot hold
     * @throws IOException if the disk says no
     */
    void make(Ticket ticket, TicketFolder folder) throws IOException {
        Directories.make(folder.out());
        Path input = folder.input(ticket);
        if (Files.exists(input, LinkOption.NOFOLLOW_LINKS)) {
            Trees.copy(input, folder.made(FolderItems.INPUT_BACK), folder.durability());
        } else {
            // Somebody has taken it away: the report is worth more than an input that nobody has.
            tickets.read(ticket.id());
            LOG.warn("{}: the input is not in the ticket's folder any more, it does not go back", ticket.id());
        }
        for (Path sidecar : FolderItems.sidecars(folder)) {
            Path copy = folder.made(sidecar.getFileName().toString());
            Files.copy(sidecar, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            folder.sync(copy);
        }
        Path bad = folder.file(Outputs.BAD);
        if (Files.isRegularFile(bad)) {
            Trees.copy(bad, folder.made(Outputs.BAD_OUTPUT), folder.durability());
        }
        partial.make(folder);
        report(ticket, folder);
    }

    /** Of what is there by now. */
    void report(Ticket ticket, TicketFolder folder) throws IOException {
        byte[] report = reports.of(ticket);
        folder.write(folder.made(FolderItems.REPORT), report);
        folder.write(Reports.FILE, report);
    }
}
