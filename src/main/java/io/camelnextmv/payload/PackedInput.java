package io.camelnextmv.payload;

import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The gzipped tar of a claimed input that is none itself: it lies beside what was brought home, until it is uploaded. */
final class PackedInput {
    private static final String PACKED = "packed.tar.gz";
    private final TicketStore tickets;
    private final InputKind kind;
    private final Packing packing;

    PackedInput(TicketStore tickets, InputKind kind, Packing packing) {
        this.tickets = tickets;
        this.kind = kind;
        this.packing = packing;
    }

    Path of(Ticket ticket) {
        return tickets.folder(ticket.id()).out().resolve(PACKED);
    }

    /** Packs it, unless that was done. */
    void make(Ticket ticket) throws IOException {
        Path target = of(ticket);
        if (Files.exists(target)) {
            return;
        }
        Path part = target.resolveSibling(PACKED + ".part");
        Directories.make(part.getParent());
        Path input = tickets.input(ticket);
        if (!kind.isZip(ticket)) {
            // Sizes first: what is too much is not to be found out by packing it.
            packing.check(input);
        }
        if (kind.isFolder(ticket)) {
            packing.folder(input, part);
        } else if (kind.isZip(ticket)) {
            packing.zip(input, part);
        } else {
            packing.file(input, part);
        }
        // Not settled: what a power cut takes away is packed again.
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete(Ticket ticket) throws IOException {
        Files.deleteIfExists(of(ticket));
    }
}
