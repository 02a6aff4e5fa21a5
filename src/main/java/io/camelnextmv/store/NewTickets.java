package io.camelnextmv.store;

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

/** Makes tickets for what did not lie in a folder: a message's input, or a run that was started elsewhere. */
final class NewTickets {
    private final WorkFolder work;
    private final Function<TicketName, TicketFolder> folders;
    private final Clock clock;

    /** @param folders a ticket's folder, also where the ticket is here for one step only */
    NewTickets(WorkFolder work, Function<TicketName, TicketFolder> folders, Clock clock) {
        this.work = work;
        this.folders = folders;
        this.clock = clock;
    }

    /** See {@link TicketStore#adopt}. */
    Ticket adopt(String file, Inbox inbox, String run, Duration duration, Consumer<Path> fetch) {
        Instant now = clock.instant();
        Ticket ticket = inbox.claimed(work.newName(now), file, now)
                .submitting(now).submitted(run, now, duration);
        folders.apply(ticket.id()).appear(ticket, fetch, Optional.empty());
        return ticket;
    }

    /**
     * See {@link TicketStore#receive}.
     *
     * @param first makes of the claimed ticket what it is at first
     */
    Optional<Ticket> receive(String file, Inbox inbox, Consumer<Path> input, Optional<byte[]> sidecar,
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
            return Optional.of(ticket);
        } catch (UncheckedIOException e) {
            if (isKnown(folder)) {
                // Somebody else took the same message meanwhile, and was quicker.
                return Optional.empty();
            }
            throw e;
        }
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
