package io.camelnextmv.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The finished tickets: {@code archive/<ticket>}. */
public final class Archive {
    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);
    private final Path path;
    private final Volume volume;
    private final GroupCommit commits;
    private final Modes modes;
    private final ObjectMapper mapper;
    private final KnownMessages known;

    Archive(Path path, Durability durability, Modes modes, ObjectMapper mapper) {
        this.path = path;
        this.volume = Volume.of(path);
        this.commits = new GroupCommit(durability::sync);
        this.modes = modes;
        this.mapper = mapper;
        this.known = new KnownMessages(path, durability);
    }

    /** @return what is known of messages whose tickets have left it */
    public KnownMessages known() {
        return known;
    }

    /** @return where a ticket's folder is when it is done, {@code archive/<ticket>} */
    public Path path(TicketName ticket) {
        return Contained.child(path, ticket.text());
    }

    /** Whether a ticket was delivered; of a message it is known also when its folder has gone. */
    boolean holds(TicketName ticket) {
        // In this order: what is known is written down before the folder goes.
        return Files.isDirectory(path(ticket)) || TicketNames.isOfMessage(ticket) && known.holds(ticket);
    }

    void mustBeThere() throws IOException {
        volume.mustBeThere();
    }

    /**
     * A ticket is done: what is not needed any more is removed, and its folder renamed.
     *
     * @throws NoSuchFileException if it is not there, perhaps since it was archived before
     * @throws IOException         if the disk says no
     */
    void take(DurableFolder done) throws IOException {
        Path folder = done.path();
        Path archived = path(done.ticket());
        mustBeThere();
        try {
            Directories.remove(folder.resolve(TicketFolder.PROGRESS));
            Directories.delete(done.out());
            deleteParts(folder);
            modes.within(folder);
            Files.move(folder, archived, StandardCopyOption.ATOMIC_MOVE);
            // Where it has come to is what must last: a ticket that a power cut puts back is archived once more.
            commits.sync(path);
            tidy(archived);
        } catch (AtomicMoveNotSupportedException e) {
            throw new UncheckedIOException("archive and work must lie on one file system", e);
        }
    }

    /** What a death left half written, and nobody writes again. */
    private static void deleteParts(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".*.part")) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** Only in the archive: a ticket in work/ must say whose it is, and have its copy, until it has left it. */
    private static void tidy(Path archived) {
        try {
            Directories.remove(archived.resolve(WorkFolder.GATEWAY_FILE));
            Files.deleteIfExists(archived.resolve(TicketRecord.COPY));
        } catch (IOException e) {
            LOG.debug("{} keeps what it does not need", archived, e);
        }
    }

    /**
     * @return those that can be read, one by one, in no order; to be closed
     * @throws UncheckedIOException if the archive cannot be read
     */
    public Stream<Ticket> all() {
        try {
            return Files.list(path).map(folder -> folder.resolve(TicketRecord.FILE)).filter(Files::isRegularFile)
                    .flatMap(file -> {
                        try {
                            return Stream.of(mapper.readValue(Files.readAllBytes(file), Ticket.class));
                        } catch (IOException e) {
                            return Stream.empty();
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
