package io.camelnextmv.bus;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
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
import org.apache.camel.Message;

/** Where the input of a ticket that waits in the broker is, between its steps and for each of them. */
public final class StepInputs {
    /** In bytes: what is larger goes from the disk to the broker, not by the heap. */
    private static final int SMALL = 64 * 1024;
    /** Older than any file that is suspected to be still written. */
    private static final Duration OLD = Duration.ofDays(1);
    private final TicketStore tickets;
    private final Function<String, InputStream> claimChecks;
    private final Clock clock;

    /**
     * @param tickets     the tickets
     * @param claimChecks opens an input that a message only points to
     * @param clock       the time
     */
    public StepInputs(TicketStore tickets, Function<String, InputStream> claimChecks, Clock clock) {
        this.tickets = tickets;
        this.claimChecks = claimChecks;
        this.clock = clock;
    }

    /**
     * Lays the input out for a step.
     *
     * @return the ticket, as it was; or ended, if its input is not where its message says
     * @throws Fault       if it lies elsewhere, and cannot be fetched at the moment
     * @throws IOException if the disk says no
     */
    Ticket unpack(Ticket ticket, Step step, Message message) throws IOException {
        Optional<String> elsewhere = claimCheck(ticket).filter(where -> step != Step.CHECK && !isOutput(ticket));
        InputStream body = message.getBody(InputStream.class);
        try (InputStream input = elsewhere.map(claimChecks)
                .orElse(body == null ? InputStream.nullInputStream() : body)) {
            hold(ticket, input);
            return ticket;
        } catch (IllegalArgumentException e) {
            tickets.hold(ticket.id(), new byte[0]);
            return ticket.state() != State.CLAIMED ? ticket : tickets.write(ticket.ended(Ending.withoutOutput(
                    Destination.ERROR, "rejected", e.getMessage() + ".",
                    "Send the message again when its input is where it says.", clock.instant(), 0)));
        }
    }

    /** What is small is in memory, until somebody asks for the file; what is large goes by way of the disk. */
    private void hold(Ticket ticket, InputStream input) throws IOException {
        byte[] beginning = input.readNBytes(SMALL + 1);
        if (beginning.length <= SMALL) {
            tickets.hold(ticket.id(), beginning);
            return;
        }
        Path file = tickets.input(ticket);
        Directories.make(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(beginning);
            input.transferTo(out);
        }
        Files.setLastModifiedTime(file, FileTime.from(ticket.claimedAt().minus(OLD)));
    }

    /**
     * Makes the input the body of the message in which its ticket waits. What lies elsewhere is fetched again, where it is
     * needed.
     */
    void pack(Ticket ticket, Message message) throws IOException {
        message.setBody(claimCheck(ticket).isPresent() ? new byte[0] : inputOf(ticket));
    }

    /** Brokers keep what is streamed in files of their own. */
    private Object inputOf(Ticket ticket) throws IOException {
        Optional<byte[]> held = tickets.held(ticket.id());
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
