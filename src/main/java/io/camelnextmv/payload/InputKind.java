package io.camelnextmv.payload;

import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Tracked;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;

/** What a claimed input is, by what was asked for and by its name. */
final class InputKind {
    private final TicketStore tickets;

    InputKind(TicketStore tickets) {
        this.tickets = tickets;
    }

    /** Its format: as it was asked for, or by its name. */
    Format formatOf(Ticket ticket) {
        Optional<Tracked> tracked = ticket.plan().spec().tracked();
        if (tracked.isPresent()) {
            return ticket.plan().spec().inputFormat().orElse(formatOf(tracked.get().input()));
        }
        boolean json = ticket.plan().spec().inputId().isPresent()
                || lower(ticket).endsWith(".json") && !isFolder(ticket);
        return ticket.plan().spec().inputFormat().orElse(json ? Format.JSON : Format.MULTI_FILE);
    }

    /** What a single file of a tracked run is, by its name. */
    static Format formatOf(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".json") ? Format.JSON : isTarball(lower) ? Format.MULTI_FILE : Format.TEXT;
    }

    boolean isFolder(Ticket ticket) {
        return Files.isDirectory(tickets.input(ticket));
    }

    /** A gzipped tar, which is sent as it is. */
    boolean isTarball(Ticket ticket) {
        return isTarball(lower(ticket)) && !isFolder(ticket);
    }

    private static boolean isTarball(String lower) {
        return lower.endsWith(".tar.gz") || lower.endsWith(".tgz");
    }

    boolean isZip(Ticket ticket) {
        return lower(ticket).endsWith(".zip") && !isFolder(ticket);
    }

    private static String lower(Ticket ticket) {
        return ticket.file().toLowerCase(Locale.ROOT);
    }
}
