package io.camelnextmv.store;

import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.FolderInput;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Takes files from inboxes: ticket, rename, sync, in this order. */
public final class Claims {
    private final WorkFolder work;
    private final Clock clock;

    Claims(WorkFolder work, Clock clock) {
        this.work = work;
        this.clock = clock;
    }

    /**
     * Takes a file from an inbox: one atomic rename into the folder of a new ticket. Of several gateways that try, one
     * gets it. The ticket is written before, so that a death in between leaves no input of which nobody knows where it
     * came from; what lies beside the input follows it.
     *
     * @param file  the file
     * @param inbox where it lies
     * @return the ticket, claimed; empty when the file was gone
     * @throws NotMoved             if the file, or its inbox, says no: it is still there
     * @throws UncheckedIOException if the disk says no; the file is then still in the inbox, or in a folder that the
     *                              next start finds
     */
    public Optional<Ticket> claim(Path file, Inbox inbox) {
        Optional<Ticket> claimed = take(file, inbox);
        claimed.ifPresent(ticket -> work.known().written(Optional.empty(), ticket));
        return claimed.map(work.known()::seen);
    }

    private Optional<Ticket> take(Path file, Inbox inbox) {
        Instant now = clock.instant();
        DurableFolder folder = work.folder(work.newName(now));
        Ticket ticket = inbox.claimed(folder.ticket(), file.getFileName().toString(), now);
        Path input = folder.input(ticket);
        work.mustBeThere();
        work.inFlight().add(folder.ticket());
        try {
            Directories.make(work.path(), input.getParent());
            work.modes().folder(folder.path());
            folder.put(ticket);
            try {
                Files.move(file, input, StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                discard(folder);
                return Optional.empty();
            } catch (IOException e) {
                throw new NotMoved(file, e);
            }
            folder.sync(input.getParent());
            takeWhatBelongsTo(ticket, file, folder);
            work.commits().sync(work.path());
            // The inbox last: what is gone from there is to be found here.
            work.commits().sync(file.toAbsolutePath().getParent());
            return Optional.of(ticket);
        } catch (IOException | UncheckedIOException e) {
            giveBack(ticket, file, folder);
            throw e instanceof UncheckedIOException u ? u : new UncheckedIOException((IOException) e);
        }
    }

    /** What lies beside an input follows it; a folder's marker has said what it had to say. */
    private static void takeWhatBelongsTo(Ticket ticket, Path file, DurableFolder folder) throws IOException {
        Sidecars.take(file, folder);
        takeMarker(ticket, file, folder);
    }

    private static void takeMarker(Ticket ticket, Path file, DurableFolder folder) throws IOException {
        if (Files.isDirectory(folder.input(ticket)) && Files.deleteIfExists(FolderInput.marker(file))) {
            folder.sync(file.toAbsolutePath().getParent());
        }
    }

    /** A claim that could not be written down is undone: the file is worth more in the inbox than nowhere. */
    private void giveBack(Ticket ticket, Path file, DurableFolder folder) {
        try {
            work.mustBeThere();
            if (Files.exists(folder.input(ticket)) && !Files.exists(file)) {
                for (Path sidecar : folder.sidecars()) {
                    Files.move(sidecar, file.resolveSibling(sidecar.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(folder.input(ticket), file, StandardCopyOption.ATOMIC_MOVE);
                if (Files.isDirectory(file) && !Files.exists(FolderInput.marker(file))) {
                    Files.createFile(FolderInput.marker(file));
                }
            }
            discard(folder);
        } catch (IOException | TicketsAway e) {
            // Left as it is: recovery finds the claimed ticket.
            work.inFlight().remove(folder.ticket());
        }
    }

    private void discard(DurableFolder folder) throws IOException {
        // In this order: a folder that is in flight nowhere is taken up.
        folder.deleteEmpty();
        work.inFlight().remove(folder.ticket());
    }

    /**
     * A death between taking the input and what lay beside it: the claim is completed. What came there later is another's, however
     * old its content is; and so is what lies there where the ticket has its sidecar.
     */
    void complete(Ticket ticket) throws IOException {
        DurableFolder folder = work.folder(ticket.id());
        Path origin = Contained.child(Path.of(ticket.plan().inbox().orElseThrow()), ticket.file());
        boolean ours = !Files.exists(origin);
        for (Path sidecar : Sidecars.of(origin)) {
            ours &= !hasComeAfter(ticket.claimedAt(), sidecar);
        }
        Path marker = FolderInput.marker(origin);
        if (Files.isDirectory(folder.input(ticket)) && Files.exists(marker)) {
            ours &= !hasComeAfter(ticket.claimedAt(), marker);
        }
        if (ours && folder.sidecars().isEmpty()) {
            takeWhatBelongsTo(ticket, origin, folder);
        } else if (ours) {
            takeMarker(ticket, origin, folder);
        }
    }

    /** Whoever renames or copies a file there can keep the time of its content, but not that of its last change of any kind. */
    private static boolean hasComeAfter(Instant time, Path file) throws IOException {
        if (Files.getLastModifiedTime(file).toInstant().isAfter(time)) {
            return true;
        }
        try {
            return ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant().isAfter(time);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            // There is no such time here.
            return false;
        }
    }
}
