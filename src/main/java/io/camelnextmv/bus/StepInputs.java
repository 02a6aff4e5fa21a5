package io.camelnextmv.bus;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Rejections;
import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the input of a ticket that waits in the broker is, between its steps and for each of them. */
public final class StepInputs {
    /** In bytes: what is larger goes from the disk to the broker, not by the heap. */
    private static final int SMALL = 64 * 1024;
    /** Older than any file that is suspected to be still written. */
    private static final Duration OLD = Duration.ofDays(1);
    /** So often an input that waits apart is not to be had before it is given up: minutes, with delays that grow. */
    private static final int MOST_FAULTS = 12;
    private static final byte[] NOTHING = {};
    private static final Logger LOG = LoggerFactory.getLogger(StepInputs.class);
    private final TicketStore tickets;
    private final Elsewhere elsewhere;
    private final WaitingQueue queue;
    private final Clock clock;

    /**
     * The inputs that messages only point to.
     *
     * @param open       opens one
     * @param mostFaults after so many faults in a row it is not asked for any more
     * @param comesBack  whether that of an error is laid beside its report: who takes a message back is pointed to it again
     */
    public record Elsewhere(Function<String, InputStream> open, int mostFaults, Predicate<Ticket> comesBack) {
    }

    /**
     * @param tickets   the tickets
     * @param elsewhere the inputs that messages only point to
     * @param queue     where those wait that do not go along with their tickets
     * @param clock     the time
     */
    public StepInputs(TicketStore tickets, Elsewhere elsewhere, WaitingQueue queue, Clock clock) {
        this.tickets = tickets;
        this.elsewhere = elsewhere;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Lays the input out for a step, if that needs it.
     *
     * @param ticket  the ticket
     * @param visit   what its message says
     * @param due     the step that is due, which may be another one
     * @param message its message
     * @return the ticket, as it was; or ended, if its input is not where its message says
     * @throws Fault       if it lies or waits elsewhere, and cannot be fetched at the moment
     * @throws IOException if the disk says no
     */
    Ticket unpack(Ticket ticket, Visit visit, Step due, Message message) throws IOException {
        if (visit.inputApart()) {
            return due.needsInput() ? fetch(ticket, visit) : ticket;
        }
        Optional<String> pointer = claimCheck(ticket)
                .filter(where -> visit.step().needsInput() && due.needsInput() && !isOutput(ticket));
        if (pointer.isPresent()) {
            return due != Step.DELIVER || elsewhere.comesBack().test(ticket) ? open(ticket, visit, pointer.get()) : ticket;
        }
        InputStream body = message.getBody(InputStream.class);
        try (InputStream input = body == null ? InputStream.nullInputStream() : body) {
            hold(ticket, input);
            return ticket;
        }
    }

    /** What is not there ends the ticket, and so does a server that fails for long; an answer goes without its input then. */
    private Ticket open(Ticket ticket, Visit visit, String pointer) throws IOException {
        try (InputStream input = elsewhere.open().apply(pointer)) {
            hold(ticket, input);
            return ticket;
        } catch (IllegalArgumentException e) {
            return without(ticket, Rejections.inputNotWhereItWas(e.getMessage(), clock.instant()));
        } catch (Fault e) {
            if (visit.unfetched() < elsewhere.mostFaults()) {
                throw e;
            }
            LOG.warn("{}: it goes on without its input: {}", ticket.id(), e.getMessage());
            Files.deleteIfExists(tickets.input(ticket));
            return ticket.state() != State.CLAIMED ? ticket
                    : without(ticket, Rejections.inputNotFetched(e.getMessage(), clock.instant()));
        }
    }

    /**
     * Fetches the input, if it waits apart. A gateway that has died with it in its hands lets go of it a while later; what
     * does not come then was removed by somebody, and what can be said without it is.
     *
     * @throws Fault       if it cannot be had at the moment
     * @throws IOException if the disk says no
     */
    Ticket fetch(Ticket ticket, Visit visit) throws IOException {
        if (!visit.inputApart()) {
            return ticket;
        }
        Path file = tickets.input(ticket);
        Directories.make(file.getParent());
        if (queue.takeBack(ticket.id(), file)) {
            asOld(file, ticket);
            return ticket;
        }
        if (visit.unfetched() < MOST_FAULTS) {
            throw new Fault(Kind.NOT_SENT, 0, "the broker does not hand out its input at the moment", Optional.empty());
        }
        return lost(ticket);
    }

    private Ticket lost(Ticket ticket) {
        LOG.warn("{}: the message that holds its input is in the broker no more: it goes on without", ticket.id());
        Ticket without = without(ticket, Rejections.inputRemoved(clock.instant()));
        boolean hasReport = ticket.state() == State.ENDED && !isOutput(ticket);
        return hasReport ? tickets.write(ticket.corrected(ticket.ending().orElseThrow().withoutItsInput())) : without;
    }

    private Ticket without(Ticket ticket, Ending rejected) {
        tickets.visits().open(ticket.id()).hold(NOTHING);
        return ticket.state() != State.CLAIMED ? ticket : tickets.write(ticket.ended(rejected));
    }

    /** What is small is in memory, until somebody asks for the file; what is large goes by way of the disk. */
    private void hold(Ticket ticket, InputStream input) throws IOException {
        byte[] beginning = input.readNBytes(SMALL + 1);
        if (beginning.length <= SMALL) {
            tickets.visits().open(ticket.id()).hold(beginning);
            return;
        }
        Path file = tickets.input(ticket);
        Directories.make(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(beginning);
            input.transferTo(out);
        }
        asOld(file, ticket);
    }

    private static void asOld(Path file, Ticket ticket) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(ticket.claimedAt().minus(OLD)));
    }

    /**
     * Makes the input the body of the message in which its ticket waits. What lies elsewhere is fetched again, where it is
     * needed; what is large does not go along with each step that only asks, but waits in a message of its own.
     *
     * @param ticket  the ticket
     * @param next    the step that it waits for
     * @param message its message
     * @throws IOException if the disk says no
     */
    void pack(Ticket ticket, Visit next, Message message) throws IOException {
        boolean apart = next.inputApart();
        Object body = NOTHING;
        if (!apart && claimCheck(ticket).isEmpty()) {
            body = inputOf(ticket);
            apart = body instanceof File file && !next.step().needsInput() && queue.setApart(ticket.id(), file.toPath());
        }
        message.setBody(apart ? NOTHING : body);
        if (apart) {
            message.setHeader(NextmvHeaders.INPUT_APART, true);
        }
    }

    /** Brokers keep what is streamed in files of their own. */
    private Object inputOf(Ticket ticket) throws IOException {
        Optional<byte[]> held = tickets.visits().open(ticket.id()).held();
        if (held.isPresent()) {
            return held.get();
        }
        Path input = tickets.input(ticket);
        return Files.size(input) > SMALL ? input.toFile() : Files.readAllBytes(input);
    }

    private static Optional<String> claimCheck(Ticket ticket) {
        return ticket.plan().received().flatMap(MessageOrigin::claimCheck);
    }

    static boolean isOutput(Ticket ticket) {
        return ticket.ending().filter(ending -> ending.destination() == Destination.OUTPUT).isPresent();
    }
}
