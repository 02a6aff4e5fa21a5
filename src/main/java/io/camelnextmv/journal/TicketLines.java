package io.camelnextmv.journal;

import io.camelnextmv.logging.Logs;
import io.camelnextmv.store.OnItsWay;
import io.camelnextmv.store.TicketWatch;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A line for each event in a ticket's life: picked up, submitted, ended. Where its answer has come to is said by those who
 * bring it there, and that it waits by the {@link Summary}. The MDC names the event beside whose it is.
 */
public final class TicketLines implements TicketWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TicketLines.class);

    @Override
    public void changed(Optional<Ticket.State> before, Ticket ticket) {
        if (ticket.id().text().equals(MDC.get(TicketMdc.TICKET))) {
            // The step that goes on knows more from here on.
            TicketMdc.put(TicketMdc.RUN, ticket.runId().orElse(null));
            TicketMdc.put(TicketMdc.APPLICATION, ticket.applicationId());
            say(before, ticket);
            return;
        }
        try (TicketMdc.Said said = TicketMdc.say(ticket.id(), Optional.of(OnItsWay.of(ticket)))) {
            say(before, ticket);
        }
    }

    private static void say(Optional<Ticket.State> before, Ticket ticket) {
        switch (ticket.state()) {
            case CLAIMED -> {
                if (before.isEmpty()) {
                    Logs.event("picked_up", () -> LOG.info("{} is picked up (ticket {})", ticket.file(), ticket.id()));
                }
            }
            case SUBMITTED -> Logs.event("submitted", () -> LOG.info("{} is run {} (ticket {})", ticket.file(),
                    ticket.runId().orElse("?"), ticket.id()));
            case ENDED -> ticket.ending().ifPresent(ending -> Logs.event("ended", () -> ended(ticket, ending)));
            default -> {
                // That a request is about to be sent is told by its answer, and where the answer went by who brought it.
            }
        }
    }

    private static void ended(Ticket ticket, Ending ending) {
        if (ticket.runId().isEmpty()) {
            LOG.info("{} has ended without a run: {}", ticket.file(), ending.status());
        } else {
            LOG.info("{} has ended: {} (run {}, {} s, {} checks)", ticket.file(), ending.status(), ticket.runId().get(),
                    seconds(ticket.submittedAt().orElse(ticket.claimedAt()), ending.endedAt()), ending.polls());
        }
    }

    private static String seconds(Instant from, Instant until) {
        return String.format(Locale.ROOT, "%.1f", Duration.between(from, until).toMillis() / 1000.0);
    }
}
