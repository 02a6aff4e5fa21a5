package io.camelnextmv.payload;

import io.camelnextmv.cloud.Limits;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Rejections;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Tracked;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Checks that a claimed input can be sent, and packs it where it must be packed, without sending anything. */
final class InputRules {
    private final TicketStore tickets;
    private final InputKind kind;
    private final Tarball tarball;
    private final PackedInput packed;
    private final Limits limits;

    InputRules(TicketStore tickets, InputKind kind, Tarball tarball, PackedInput packed,
            Limits limits) {
        this.tickets = tickets;
        this.kind = kind;
        this.tarball = tarball;
        this.packed = packed;
        this.limits = limits;
    }

    /** Throws {@link NotAnInput} if it cannot. */
    void check(Ticket ticket) throws NotAnInput, IOException {
        // It was none in the inbox a moment ago; but whoever may write there may be quick.
        if (Files.isSymbolicLink(tickets.input(ticket))) {
            throw NotAnInput.as(Rejections::link);
        }
        if (ticket.plan().uploadId().isPresent() || ticket.plan().spec().inputId().isPresent()) {
            return;
        }
        if (ticket.plan().spec().tracked().isPresent()) {
            checkTracked(ticket, ticket.plan().spec().tracked().get());
            return;
        }
        Format format = kind.formatOf(ticket);
        if (!kind.isFolder(ticket) && Files.size(tickets.input(ticket)) == 0) {
            throw NotAnInput.unfinished(Rejections::emptyFile);
        }
        if (format.isArchive()) {
            checkArchive(ticket);
        } else if (kind.isFolder(ticket)) {
            throw NotAnInput.as(now -> Rejections.folderAsOneFile(format, now));
        } else {
            limit(Files.size(tickets.input(ticket)));
        }
        if (format == Format.JSON) {
            JsonInput.check(tickets.input(ticket));
        }
    }

    private void checkTracked(Ticket ticket, Tracked tracked) throws NotAnInput, IOException {
        for (String name : tracked.files()) {
            Path file = Contained.below(tickets.input(ticket), name);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw NotAnInput.as(now -> Rejections.trackedFileMissing(ticket.file(), name, now));
            }
            limit(Files.size(file));
        }
    }

    private void checkArchive(Ticket ticket) throws NotAnInput, IOException {
        try {
            if (kind.isTarball(ticket)) {
                limit(Files.size(tickets.input(ticket)));
                tarball.check(tickets.input(ticket), limits.unpacked());
            } else {
                packed.make(ticket);
                limit(Files.size(packed.of(ticket)));
            }
        } catch (FileSystemException e) {
            throw e;
        } catch (EOFException e) {
            throw NotAnInput.unfinished(Rejections::brokenArchive);
        } catch (TooLarge e) {
            throw NotAnInput.as(now -> Rejections.inputTooLargeUnpacked(e.getMessage(), now));
        } catch (BadArchive e) {
            throw NotAnInput.as(now -> Rejections.unusableFiles(e.getMessage(), now));
        }
    }

    private void limit(long size) throws NotAnInput {
        if (size > limits.input()) {
            throw NotAnInput.as(now -> Rejections.inputTooLarge(size, Limits.words(limits.input()), now));
        }
    }
}
