package io.camelnextmv.store;

import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Makes tickets for what did not lie in a folder: a message's input, or a run that was started elsewhere. Each appears in one
 * step, with its input.
 */
public final class NewTickets {
    private final WorkFolder work;
    private final Function<TicketName, TicketFolder> folders;
    private final Clock clock;

    /** @param folders a ticket's folder, also where the ticket is here for one step only */
    NewTickets(WorkFolder work, Function<TicketName, TicketFolder> folders, Clock clock) {
        this.work = work;
        this.folders = folders;
        this.clock = clock;
    }

    /**
     * Makes a ticket for a run that was started elsewhere.
     *
     * @param file     the name that its input gets
     * @param inbox    stands for where it would have lain: its application, its account
     * @param run      its id
     * @param duration how long it is waited for, from now
     * @param fetch    writes its input to a file
     * @return the ticket, submitted
     * @throws UncheckedIOException if the disk says no
     */
    public Ticket adopt(String file, Inbox inbox, String run, Duration duration, Consumer<Path> fetch) {
        Instant now = clock.instant();
        Ticket ticket = inbox.claimed(work.newName(now), file, now)
                .submitting(now).submitted(run, now, duration);
        folders.apply(ticket.id()).appear(ticket, fetch, Optional.empty());
        work.known().written(Optional.empty(), ticket);
        return ticket;
    }

    /**
     * Makes a ticket for an input that did not lie in a folder.
     *
     * @param file     the name that its input gets
     * @param inbox    what it is run with
     * @param input    writes its input to a file
     * @param sidecar  what would lie beside it in a folder, as JSON; empty for nothing
     * @param received what the message brought beside the input
     * @return the ticket, claimed; empty when the message has a ticket already
     * @throws UncheckedIOException if the disk says no
     */
    public Optional<Ticket> receive(String file, Inbox inbox, Consumer<Path> input, Optional<byte[]> sidecar,
            MessageOrigin received) {
        return receive(file, inbox, input, sidecar, received, ticket -> ticket);
    }

    /**
     * The same for an input that never becomes a run.
     *
     * @param ending why
     * @return the ticket, ended; empty when the message has a ticket already
     */
    public Optional<Ticket> refuse(String file, Inbox inbox, Consumer<Path> input, Optional<byte[]> sidecar,
            MessageOrigin received, Ending ending) {
        return receive(file, inbox, input, sidecar, received, ticket -> ticket.ended(ending));
    }

    /** @param first makes of the claimed ticket what it is at first */
    private Optional<Ticket> receive(String file, Inbox inbox, Consumer<Path> input, Optional<byte[]> sidecar,
            MessageOrigin received, UnaryOperator<Ticket> first) {
        Instant now = clock.instant();
        TicketName id = received.messageId().map(TicketNames::ofMessage).orElseGet(() -> work.newName(now));
        TicketFolder folder = folders.apply(id);
        if (isKnown(folder)) {
            return Optional.empty();
        }
        Ticket ticket = first.apply(inbox.claimed(id, file, Optional.of(received), now));
        try {
            folder.appear(ticket, input, sidecar);
        } catch (UncheckedIOException e) {
            if (isKnown(folder)) {
                // Somebody else took the same message meanwhile, and was quicker.
                return Optional.empty();
            }
            throw e;
        }
        work.known().written(Optional.empty(), ticket);
        return Optional.of(ticket);
    }

    private boolean isKnown(TicketFolder folder) {
        // In this order: a ticket goes from work to the archive. Where one of them is away nothing can be told.
        if (folder.isTicket() || work.archive().holds(folder.ticket())) {
            return true;
        }
        work.mustBeThere();
        try {
            work.archive().mustBeThere();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return false;
    }
}
