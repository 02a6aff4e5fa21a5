package io.camelnextmv.store;

import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One ticket's folder: what lies in it, and how far a write in it must come. That of a ticket which is at home here is
 * {@code work/<ticket>} ({@link DurableFolder}); that of a ticket which waits in a broker is there for one step only
 * ({@link VisitFolder}): nobody reads it after that step, so nothing in it is ever forced to the disk. Whoever writes asks
 * the folder, and need not know which of the two it is.
 */
public abstract sealed class TicketFolder permits DurableFolder, VisitFolder {
    /** How far the waiting is. */
    static final String PROGRESS = "progress.json";
    /** What the looks for a run have shown. */
    static final String DOUBT = "doubt.json";
    /** The requests that have failed. */
    static final String ATTEMPTS = "attempts.json";
    static final String INPUT = "input";
    static final String SIDECARS = "sidecar";
    private static final String OUT = "out";
    private final TicketName ticket;
    private final Durability durability;

    TicketFolder(TicketName ticket, Durability durability) {
        this.ticket = ticket;
        this.durability = durability;
    }

    /** @return the ticket's name */
    public final TicketName ticket() {
        return ticket;
    }

    /** @return how far a write in this folder must come */
    public final Durability durability() {
        return durability;
    }

    /**
     * @return where it is
     * @throws UncheckedIOException if the disk says no, where it is made only when somebody asks for it
     */
    public abstract Path path();

    /** @return whether it is there for one step only */
    public abstract boolean isForOneStep();

    /**
     * @param name a name, of one element
     * @return the file of that name, which need not exist
     * @throws IllegalArgumentException if that is no name for a file
     */
    public final Path file(String name) {
        return Contained.child(path(), name);
    }

    /**
     * @param known the ticket
     * @return its claimed input, a file or a folder
     */
    public Path input(Ticket known) {
        return Contained.child(path().resolve(INPUT), known.file());
    }

    /** @return what lay beside the input: one file, or none */
    public final List<Path> sidecars() {
        return Sidecars.taken(path().resolve(SIDECARS));
    }

    /** @return where what is brought home is put together; it need not exist */
    public final Path out() {
        return path().resolve(OUT);
    }

    /**
     * @param name a name, of one element
     * @return the file of that name among what is brought home
     * @throws IllegalArgumentException if that is no name for a file
     */
    public final Path made(String name) {
        return Contained.child(out(), name);
    }

    /**
     * @param name a name, of one element
     * @return where the file of that name will be when the ticket is done; empty where nothing of it is kept
     */
    public abstract Optional<Path> archived(String name);

    /**
     * @param name a name, of one element
     * @return whether there is a file of that name
     */
    public boolean has(String name) {
        return Files.exists(file(name));
    }

    /**
     * Reads a file whole.
     *
     * @param name its name
     * @return its content; empty where it is not there
     * @throws IOException if it cannot be read
     */
    public Optional<byte[]> read(String name) throws IOException {
        Path file = file(name);
        if (!Files.exists(file) && Files.isExecutable(path())) {
            // The usual case, asked at every step, and without an exception inside; in a folder that cannot be looked into
            // nothing is told from that.
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes a file complete or not at all, to last as long as the folder.
     *
     * @param name    its name
     * @param content its content
     * @throws io.camelnextmv.ticket.TicketGone if the folder is not there any more
     * @throws UncheckedIOException             if the disk says no
     */
    public final void write(String name, byte[] content) {
        write(file(name), content);
    }

    /**
     * The same for a file that lies deeper in the folder.
     *
     * @param file    the file
     * @param content its content
     * @throws io.camelnextmv.ticket.TicketGone if the folder is not there any more
     * @throws UncheckedIOException             if the disk says no
     */
    public final void write(Path file, byte[] content) {
        try {
            durability.write(file, content);
        } catch (UncheckedIOException e) {
            throw notWritten(e);
        }
    }

    /**
     * Writes a file complete or not at all, without waiting for the disk: what can be done without after a power cut.
     *
     * @param name    its name
     * @param content its content
     * @throws io.camelnextmv.ticket.TicketGone if the folder is not there any more
     * @throws UncheckedIOException             if the disk says no
     */
    public void note(String name, byte[] content) {
        try {
            Durability.OS.write(file(name), content);
        } catch (UncheckedIOException e) {
            throw notWritten(e);
        }
    }

    /**
     * Removes a file that was noted, if it is there.
     *
     * @param name its name
     * @throws IOException if the disk says no
     */
    public void forget(String name) throws IOException {
        Directories.remove(file(name));
    }

    /**
     * Renames within the folder, in one step, over what was there.
     *
     * @param from what is renamed
     * @param to   its new name
     * @throws IOException if the disk says no
     */
    public final void move(Path from, Path to) throws IOException {
        durability.move(from, to);
    }

    /**
     * Makes what lies in the folder last as long as the folder.
     *
     * @param path a file or a folder
     * @throws IOException if the disk says no
     */
    public final void sync(Path path) throws IOException {
        durability.sync(path);
    }

    /**
     * What is put together in {@link #out} leaves for a place where it must last: what need not last here is forced to the
     * disk now.
     *
     * @throws IOException if the disk says no
     */
    public abstract void handOut() throws IOException;

    /** What could not be written, in other words where the folder is not there any more. */
    abstract RuntimeException notWritten(UncheckedIOException why);

    /** Whether a ticket of this name is known here. */
    abstract boolean isTicket();

    /** See {@link TicketStore#read}. */
    abstract Ticket get();

    /** See {@link TicketStore#write}. */
    abstract void put(Ticket next);

    /**
     * Makes a ticket, with its input.
     *
     * @param fill    writes the input to a file
     * @param sidecar what would lie beside it, as JSON
     * @throws UncheckedIOException if the disk says no
     */
    abstract void appear(Ticket first, Consumer<Path> fill, Optional<byte[]> sidecar);

    /** See {@link TicketStore#archive}. */
    abstract void archive();
}
