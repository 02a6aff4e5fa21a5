package io.camelnextmv.failure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.Unexpected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of what meets an unexpected exception again and again: a fault of this program, or content that it does not
 * understand, is not mended by another try. Faults of the network, of the service and of the disk do not count.
 */
public final class LastResort {
    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);
    private static final String FILE = "unexpected.json";
    private static final String SET_ASIDE = "set-aside";
    private static final int LONGEST = 500;
    private final TicketStore tickets;
    private final int most;
    private final ObjectMapper mapper;
    private final Clock clock;
    private volatile Stuck stuck = new Stuck(0, Optional.empty());

    /**
     * What got stuck since the start.
     *
     * @param count how many tickets
     * @param last  the last one, in words
     */
    public record Stuck(int count, Optional<String> last) {
    }

    /**
     * @param tickets the tickets
     * @param most    how many unexpected exceptions in a row end a ticket, at least 1
     * @param mapper  writes and reads the count
     * @param clock   the time
     */
    public LastResort(TicketStore tickets, int most, ObjectMapper mapper, Clock clock) {
        this.tickets = tickets;
        this.most = most;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * @param tries what a step has met; null where it has met nothing yet
     * @return whether it is to be tried again: its ticket has not ended by this
     */
    public boolean isNotMet(@ExchangeProperty(Slots.TRIES) Tries tries) {
        return tries == null || !tries.areStuck();
    }

    /**
     * A step of a ticket has met an unexpected exception.
     *
     * @param id     the ticket's name
     * @param thrown what it met
     * @return whether that was once too often: the ticket has ended
     */
    public boolean met(TicketName id, Throwable thrown) {
        try {
            Ticket ticket = tickets.read(id);
            Unexpected met = before(id).and(ticket.state(), words(thrown), clock.instant());
            tickets.folder(id).note(FILE, mapper.writeValueAsBytes(met));
            return met.times() >= most && end(ticket, met);
        } catch (TicketGone | IOException | UncheckedIOException e) {
            // The next try meets it too, and that is the disk's fault, or nobody's.
            LOG.debug("{}: an unexpected exception is not counted: {}", id, e.toString());
            return false;
        }
    }

    /**
     * A step of a ticket got through: what it met before was not for good.
     *
     * @param id the ticket's name
     */
    public void gotThrough(TicketName id) {
        try {
            tickets.folder(id).forget(FILE);
        } catch (IOException e) {
            LOG.debug("{}: the count of its unexpected exceptions stays: {}", id, e.toString());
        }
    }

    private Unexpected before(TicketName id) {
        try {
            Optional<byte[]> there = tickets.folder(id).read(FILE);
            return Optional.ofNullable(there.isEmpty() ? null : mapper.readValue(there.get(), Unexpected.class))
                    .orElse(Unexpected.NONE);
        } catch (IOException e) {
            return Unexpected.NONE;
        }
    }

    /** @return what got stuck since the start */
    public Stuck stuck() {
        return stuck;
    }

    private boolean end(Ticket ticket, Unexpected met) throws IOException {
        boolean again = ticket.ending().filter(ending -> ending.status().equals(Endings.STUCK)).isPresent();
        if (again || ticket.state() == State.DELIVERED) {
            // Not even a report can be delivered, or there is nothing more to deliver.
            setAside(ticket, met);
        } else {
            Ending ending = Endings.stuck(ticket, met, clock.instant(),
                    ticket.ending().map(Ending::polls).orElseGet(() -> tickets.notes().progress(ticket.id()).polls()));
            tickets.write(ticket.state() == State.ENDED ? ticket.corrected(ending) : ticket.ended(ending));
        }
        stuck = new Stuck(stuck.count() + 1, Optional.of(ticket.file() + " (" + ticket.id() + ")"
                + ticket.runId().map(run -> ", run " + run).orElse("") + ": " + met.error()));
        return !again && ticket.state() != State.DELIVERED;
    }

    private void setAside(Ticket ticket, Unexpected met) throws IOException {
        Path folder = tickets.folder(ticket.id()).path();
        Path aside = Contained.child(Files.createDirectories(folder.resolveSibling(SET_ASIDE)), ticket.id().text());
        Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
        LOG.error("{}: {} was moved to {}, with all that is known of it: an unexpected exception was met {} times in a row"
                + " while it was delivered: {}", ticket.id(), ticket.file(), aside, met.times(), met.error());
    }

    /** What was thrown at first, and where: the rest is in the log. */
    private static String words(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause.getCause() != null && cause.getCause() != cause && depth < LONGEST; depth++) {
            cause = cause.getCause();
        }
        StackTraceElement[] trace = cause.getStackTrace();
        String text = cause + (trace.length == 0 ? "" : " at " + trace[0]);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
