package io.camelnextmv.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.Cancellation;
import io.camelnextmv.ticket.Cancellation.Reason;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Repeated;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which tickets shall be canceled, on disk: every step of a ticket looks here before it asks the service. */
public final class Cancellations {
    private static final Logger LOG = LoggerFactory.getLogger(Cancellations.class);
    private static final String FILE = "cancel.json";
    private final TicketStore tickets;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final Repeated repeated = new Repeated();

    /**
     * @param tickets the tickets
     * @param mapper  writes and reads
     * @param clock   the time
     */
    public Cancellations(TicketStore tickets, ObjectMapper mapper, Clock clock) {
        this.tickets = tickets;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * Writes down that a ticket shall be canceled; a second request changes nothing.
     *
     * @param id     the ticket's name
     * @param reason who wants it
     * @throws TicketGone           if there is no such ticket any more
     * @throws UncheckedIOException if the disk says no
     */
    public void request(TicketName id, Reason reason) {
        if (of(id).isEmpty()) {
            write(id, Cancellation.requested(reason, clock.instant()));
        }
    }

    /**
     * @param id a ticket's name
     * @return its cancellation, empty where nobody asked for one
     * @throws UncheckedIOException if it cannot be read
     */
    public Optional<Cancellation> of(TicketName id) {
        TicketFolder folder = tickets.folder(id);
        Optional<byte[]> there;
        try {
            there = folder.read(FILE);
        } catch (IOException e) {
            Path file = folder.file(FILE);
            if (Files.isDirectory(file)) {
                return none(file, "it is a folder");
            }
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
        return there.isEmpty() ? Optional.empty() : of(folder, there.get());
    }

    private Optional<Cancellation> of(TicketFolder folder, byte[] there) {
        try {
            Cancellation read = mapper.readValue(there, Cancellation.class);
            return read == null ? none(folder.file(FILE), "it holds null") : Optional.of(read);
        } catch (IOException e) {
            return none(folder.file(FILE), e.getMessage());
        }
    }

    /** Ours are written complete or not at all: the run is worth more than a wish that nobody can read. */
    private Optional<Cancellation> none(Path file, String why) {
        repeated.say(file.toString(), count -> LOG.warn("{} is no cancellation, and counts as none: {}. If the run is to be"
                + " canceled, cancel it again.{}", file, why, count));
        return Optional.empty();
    }

    /**
     * @param id a ticket's name
     * @return whether its run is still to be canceled
     */
    public boolean isDue(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return of(id).filter(asked -> asked.answeredAt().isEmpty()).isPresent();
    }

    /**
     * @param id a ticket's name
     * @return whether the service was asked long ago to cancel its run, and has not answered
     */
    public boolean isOld(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return of(id).filter(asked -> asked.isUnanswered(clock.instant())).isPresent();
    }

    /**
     * Ends a ticket that shall be canceled before it was submitted.
     *
     * @param id the name of a claimed ticket
     * @return the ticket, as it was or ended
     */
    public Ticket beforeSubmission(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        return of(id).isEmpty() || ticket.state() != Ticket.State.CLAIMED
                ? ticket
                : tickets.write(ticket.ended(Endings.canceledBeforeSubmission(clock.instant())));
    }

    /**
     * The service took the cancellation: it need not be asked again.
     *
     * @param id the ticket's name
     */
    public void accepted(@ExchangeProperty(Slots.TICKET) TicketName id) {
        of(id).ifPresent(asked -> write(id, asked.answered(clock.instant(), Optional.empty())));
    }

    /**
     * The service refused the cancellation: what the run has become is told by its status.
     *
     * @param id  the ticket's name
     * @param why what it said
     */
    public void refused(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception why) {
        LOG.info("{}: its run is not canceled: {}", id, why.getMessage());
        of(id).ifPresent(asked -> write(id, asked.answered(clock.instant(), Optional.of(why.getMessage()))));
    }

    private void write(TicketName id, Cancellation cancellation) {
        try {
            tickets.folder(id).write(FILE, mapper.writeValueAsBytes(cancellation));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
