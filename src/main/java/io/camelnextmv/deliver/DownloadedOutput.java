package io.camelnextmv.deliver;

import io.camelnextmv.payload.BadArchive;
import io.camelnextmv.payload.Tarball;
import io.camelnextmv.payload.WholeJson;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Ticket;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A downloaded output becomes what is delivered: as it came, or unpacked where it is an archive. */
final class DownloadedOutput {
    private static final String UNPACKED = "output.unpacked";
    private final Tarball tarball;

    /** It cannot be used, however well it came. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private Unusable(String why) {
            super(why);
        }
    }

    DownloadedOutput(Tarball tarball) {
        this.tarball = tarball;
    }

    /** As the service says, or as it was asked for, or as the first bytes tell; empty where nobody knows. */
    static Optional<Format> formatOf(Ticket ticket, Path download) throws IOException {
        Optional<Format> known = ticket.ending().flatMap(Ending::outputFormat)
                .or(() -> ticket.plan().spec().outputFormat());
        return known.isEmpty() && Tarball.isIn(download) ? Optional.of(Format.MULTI_FILE) : known;
    }

    /**
     * @return the file or folder that is to be delivered
     * @throws Unusable    if it is not what it is said to be
     * @throws IOException if the disk says no
     */
    Path of(Path download, Optional<Format> format, TicketFolder ticket) throws Unusable, IOException {
        if (format.filter(Format.JSON::equals).isPresent() && !WholeJson.isIn(download)) {
            throw new Unusable("it is not whole JSON");
        }
        if (format.filter(Format::isArchive).isEmpty()) {
            return download;
        }
        try {
            return unpacked(download, ticket);
        } catch (EOFException e) {
            throw new Unusable("the archive ends too early");
        } catch (BadArchive e) {
            throw new Unusable(e.getMessage());
        }
    }

    private Path unpacked(Path archive, TicketFolder ticket) throws IOException {
        Path folder = ticket.made(UNPACKED);
        Trees.delete(folder);
        Directories.make(folder);
        boolean whole = false;
        try {
            tarball.unpack(archive, folder, ticket.durability());
            whole = true;
        } finally {
            if (!whole) {
                // Half of it would keep a disk full that is.
                Trees.delete(folder);
            }
        }
        return folder;
    }
}
