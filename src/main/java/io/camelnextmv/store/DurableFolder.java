package io.camelnextmv.store;

import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketUnreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;

/** The folder of a ticket that is at home here, {@code work/<ticket>}: the ticket on disk is the truth. */
final class DurableFolder extends TicketFolder {
    private final WorkFolder work;
    private final Path path;

    DurableFolder(WorkFolder work, TicketName ticket) {
        super(ticket, work.durability());
        this.work = work;
        this.path = work.path(ticket);
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public boolean isForOneStep() {
        return false;
    }

    @Override
    public Optional<Path> archived(String name) {
        return Optional.of(Contained.child(work.archive().path(ticket()), name));
    }

    /** It was forced to the disk when it was written. */
    @Override
    public void handOut() {
    }

    /** A ticket is gone only where the folder of the tickets is there, and its own is not in it. */
    @Override
    RuntimeException notWritten(UncheckedIOException why) {
        return Files.isDirectory(path) ? why : work.isThere() ? new TicketGone(ticket()) : work.away();
    }

    @Override
    boolean isTicket() {
        return Files.isDirectory(path);
    }

    private Path record() {
        return path.resolve(TicketRecord.FILE);
    }

    @Override
    Ticket get() {
        if (work.lease().isLost()) {
            throw new TicketGone(ticket(), "has been taken over by another gateway, since the lock file of this one was removed");
        }
        try {
            FileStamp stamp = FileStamp.of(record());
            Optional<Ticket> before = work.known().read(ticket(), stamp);
            if (before.isPresent()) {
                return before.get();
            }
            Ticket read = work.record().read(path, ticket());
            work.known().remember(read, stamp);
            return read;
        } catch (TicketUnreadable | NoSuchFileException e) {
            work.mustBeThere();
            return work.mending().mend(this);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The ticket as it is, empty where it cannot be read: nothing is mended. */
    Optional<Ticket> peek() throws IOException {
        try {
            return Optional.of(work.record().read(path, ticket()));
        } catch (TicketUnreadable | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether the ticket says that its run is waited for; whether it can be read is seen when it is. */
    boolean saysItWaits() {
        return work.record().says(path, Ticket.State.SUBMITTED);
    }

    UncheckedIOException unreadable(IOException why) {
        return new UncheckedIOException("ticket " + ticket() + " cannot be read: " + why.getMessage(), why);
    }

    @Override
    void put(Ticket next) {
        work.mustBeThere();
        try {
            work.record().write(path, next, durability());
            work.known().remember(next, FileStamp.of(record()));
        } catch (UncheckedIOException e) {
            throw notWritten(e);
        } catch (IOException e) {
            throw notWritten(new UncheckedIOException(e));
        }
    }

    /** It appears in one step: put together under a name by which nobody takes it for a ticket before it is one. */
    @Override
    void appear(Ticket first, Consumer<Path> fill, Optional<byte[]> sidecar) {
        Path aside = work.adopting(ticket());
        work.mustBeThere();
        try {
            fill(aside, first, fill, sidecar);
            boolean fresh = work.inFlight().add(ticket());
            try {
                move(aside, path);
            } catch (IOException e) {
                try {
                    if (!Files.exists(aside)) {
                        // Renamed, but perhaps not for good: whoever tries again is to find nothing.
                        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
                    }
                } finally {
                    // Last: what lies in work/ and is in flight nowhere is taken up.
                    if (fresh) {
                        work.inFlight().remove(ticket());
                    }
                }
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            try {
                Directories.delete(aside);
            } catch (IOException e) {
                // Hidden, in nobody's way, and removed by whoever comes after this process.
            }
        }
    }

    private void fill(Path aside, Ticket first, Consumer<Path> fill, Optional<byte[]> sidecar) throws IOException {
        Path input = Contained.child(aside.resolve(INPUT), first.file());
        Directories.make(work.path(), input.getParent());
        work.modes().folder(aside);
        fill.accept(input);
        sync(input);
        if (sidecar.isPresent()) {
            Path folder = Directories.make(aside.resolve(SIDECARS));
            durability().write(Sidecars.json(Contained.child(folder, first.file())), sidecar.get());
        }
        if (TicketNames.isOfMessage(ticket())) {
            durability().write(aside.resolve(WorkFolder.GATEWAY_FILE), work.gateway().getBytes(StandardCharsets.UTF_8));
        }
        work.record().write(aside, first, durability());
    }

    @Override
    void archive() {
        work.mustBeThere();
        try {
            work.archive().take(this);
        } catch (NoSuchFileException e) {
            if (Files.isDirectory(path) || !work.archive().holds(ticket())) {
                work.mustBeThere();
                throw new UncheckedIOException(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        work.inFlight().remove(ticket());
    }

    /** Removes the folder of a ticket that has taken nothing. */
    void deleteEmpty() throws IOException {
        Files.deleteIfExists(path.resolve("." + TicketRecord.FILE + ".part"));
        Files.deleteIfExists(path.resolve(INPUT));
        Files.deleteIfExists(path.resolve(SIDECARS));
        Files.deleteIfExists(path.resolve(TicketRecord.FILE));
        Files.deleteIfExists(path.resolve(TicketRecord.COPY));
        Files.deleteIfExists(path);
    }
}
