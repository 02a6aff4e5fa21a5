package io.camelnextmv.submit;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.payload.Inputs;
import io.camelnextmv.payload.NotAnInput;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Overrides;
import io.camelnextmv.ticket.Rejections;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.camel.ExchangeProperty;

/** Whether the input of a claimed ticket can be submitted, with what lies beside it. */
public final class InputCheck {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private final TicketStore tickets;
    private final Inputs inputs;
    private final BiFunction<Path, RunSpec, Overrides> sidecars;
    private final UnfinishedInputs unfinished;
    private final Rejection rejection;

    /**
     * @param tickets    the tickets
     * @param inputs     what is sent
     * @param sidecars   reads what lies beside an input, laid over what the inbox says; an IllegalArgumentException says
     *                   what is wrong with it
     * @param unfinished gives inputs that end too early time to become whole
     * @param rejection  ends what cannot become a run
     */
    public InputCheck(TicketStore tickets, Inputs inputs, BiFunction<Path, RunSpec, Overrides> sidecars,
            UnfinishedInputs unfinished, Rejection rejection) {
        this.tickets = tickets;
        this.inputs = inputs;
        this.sidecars = sidecars;
        this.unfinished = unfinished;
        this.rejection = rejection;
    }

    /**
     * Checks the input of a claimed ticket; what can never be submitted ends here.
     *
     * @param id the ticket's name
     * @return the ticket, as it was, or as its sidecar says, or ended
     * @throws NotYet               if the file may still be being written
     * @throws UncheckedIOException if the disk says no
     */
    public Ticket check(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket read = tickets.read(id);
        // Canceled, or found to run: what lies beside it has nothing to say any more.
        Ticket ticket = read.state() == Ticket.State.CLAIMED ? asItsSidecarSays(read) : read;
        if (ticket.state() != Ticket.State.CLAIMED) {
            return ticket;
        }
        Path input = tickets.input(ticket);
        try {
            inputs.check(ticket);
            unfinished.forget(id);
            return ticket;
        } catch (NotAnInput e) {
            // What a message brought is whole.
            if (e.unfinished() && ticket.plan().received().isEmpty() && unfinished.mayBecomeWhole(id, input)) {
                throw new NotYet(ticket.file() + " may still be being written", LOOK_AGAIN);
            }
            return rejection.of(ticket, e::ending);
        } catch (AccessDeniedException e) {
            return rejection.of(ticket, Rejections::mayNotBeRead);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ticket asItsSidecarSays(Ticket ticket) {
        boolean alone = Sidecars.isOne(ticket.file());
        List<Path> found = alone ? List.of(tickets.input(ticket)) : tickets.folder(ticket.id()).sidecars();
        if (found.isEmpty() || ticket.plan().sidecar().isPresent()) {
            return ticket;
        }
        String name = found.get(0).getFileName().toString();
        try {
            if (found.size() > 1) {
                throw new IllegalArgumentException("there is also " + found.get(1).getFileName()
                        + ", and only one of them can hold");
            }
            Overrides asked = sidecars.apply(found.get(0), ticket.plan().spec());
            if (asked.spec().inputId().isPresent() != alone) {
                throw new IllegalArgumentException("input-id is for a file that stands alone, and such a file needs it");
            }
            return tickets.write(ticket.with(asked, name));
        } catch (IllegalArgumentException e) {
            return rejection.of(ticket, now -> Rejections.wrongSidecar(name, e.getMessage(), now));
        }
    }
}
