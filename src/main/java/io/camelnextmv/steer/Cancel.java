package io.camelnextmv.steer;

import io.camelnextmv.await.Waiters;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.retry.Sleepers;
import io.camelnextmv.steer.CancelAnswer.Outcome;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.ticket.Cancellation.Reason;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whom a name means, writes down that it shall be canceled, and wakes who waits for it. */
public final class Cancel {
    private static final Logger LOG = LoggerFactory.getLogger(Cancel.class);
    private final TicketReader ticketReader;
    private final Cancellations cancellations;
    private final Told told;
    private final Untaken untaken;
    private final Clock clock;

    /**
     * The inputs that were not taken yet.
     *
     * @param inboxes where they lie
     * @param claim   takes one and gives its ticket's name, none where it was gone
     */
    public record Untaken(List<Path> inboxes, Function<File, List<TicketName>> claim) {
        /** A copy of the list. */
        public Untaken {
            inboxes = List.copyOf(inboxes);
        }
    }

    /**
     * Who learns that a ticket shall be canceled.
     *
     * @param waiters  those that wait for a run
     * @param sleepers those that wait for anything else
     * @param others   the other gateways on the same folders
     */
    public record Told(Waiters waiters, Sleepers sleepers, OthersTickets others) {
    }

    /**
     * @param ticketReader  the tickets
     * @param cancellations where the wish is written down
     * @param told          who learns of it
     * @param untaken       the inputs that have no ticket yet
     * @param clock         the time
     */
    public Cancel(TicketReader ticketReader, Cancellations cancellations, Told told, Untaken untaken, Clock clock) {
        this.ticketReader = ticketReader;
        this.cancellations = cancellations;
        this.told = told;
        this.untaken = untaken;
        this.clock = clock;
    }

    /**
     * Wishes a cancellation. The name is that of the message, and no expression of the route, for which some names would
     * mean something else. When this comes back the wish is on disk, or there is none.
     *
     * @param name an input's name, a ticket's or a run's id
     * @return what became of the wish
     * @throws java.io.UncheckedIOException if the disk says no
     */
    public CancelAnswer request(@Header(NextmvHeaders.CANCEL) String name) {
        TicketReader.Meant meant = ticketReader.meant(untaken.inboxes(), name);
        List<Ticket> named = meant.tickets();
        List<Ticket> open = named.stream().filter(Cancel::isOpen).toList();
        if (open.size() > 1) {
            return answer(name, Outcome.AMBIGUOUS, open.size() + " inputs named " + name + " are on their way: cancel by"
                    + " ticket or run id").among(open.stream().map(Cancel::inWords).toList());
        }
        if (open.size() == 1) {
            return request(name, open.get(0));
        }
        // One of its name that has ended, and is still being delivered, is not the one that is to be run.
        if (!named.isEmpty() && meant.waiting().isEmpty()) {
            Ticket last = named.get(named.size() - 1);
            return answer(name, Outcome.ENDED, name + " cannot be canceled, it has ended: "
                    + last.ending().map(ending -> ending.status()).orElse("?")).about(last);
        }
        return fromInbox(name, meant.waiting());
    }

    private CancelAnswer request(String name, Ticket ticket) {
        try {
            cancellations.request(ticket.id(), Reason.REQUEST);
        } catch (TicketGone e) {
            return answer(name, Outcome.ENDED, name + " cannot be canceled, it has just been delivered").about(ticket);
        }
        LOG.info("{}: {} shall be canceled{}", ticket.id(), ticket.file(),
                ticket.runId().map(run -> ", run " + run).orElse(", if it has a run"));
        if (ticket.runId().filter(told.waiters()::wake).isEmpty()) {
            told.sleepers().wake(ticket.id());
        } else {
            told.sleepers().wakeInLine(ticket.id());
        }
        told.others().tell(ticket.id());
        return answer(name, Outcome.REQUESTED, ticket.file() + " is being canceled").about(ticket);
    }

    private CancelAnswer fromInbox(String name, List<Path> files) {
        if (files.isEmpty()) {
            return answer(name, Outcome.NOT_OURS, "nothing named " + name + " is on its way here");
        }
        if (files.size() > 1) {
            return answer(name, Outcome.AMBIGUOUS, files.size() + " inboxes hold an input named " + name + ": take away the"
                    + " ones that shall not be run").among(files.stream().map(Path::toString).toList());
        }
        List<TicketName> ticket = untaken.claim().apply(files.get(0).toFile());
        return ticket.isEmpty()
                ? request(name)
                : ticketReader.find(ticket.get(0).text()).map(taken -> {
                    CancelAnswer asked = request(name, taken);
                    return answer(name, Outcome.TAKEN, asked.message()).about(taken);
                }).orElseGet(() -> answer(name, Outcome.UNKNOWN, name + " was taken away meanwhile"));
    }

    private static boolean isOpen(Ticket ticket) {
        return ticket.ending().isEmpty();
    }

    private static String inWords(Ticket ticket) {
        return ticket.id() + ticket.runId().map(run -> " (run " + run + ")").orElse(" (not submitted)");
    }

    /**
     * @param answer what became of the wish
     * @return whether a file was taken out of its inbox for it
     */
    public boolean hasTaken(@Body CancelAnswer answer) {
        return answer.outcome() == Outcome.TAKEN;
    }

    /**
     * @param answer what became of the wish
     * @return the ticket's name
     */
    public String ticket(@Body CancelAnswer answer) {
        return answer.ticket().orElseThrow();
    }

    /**
     * @param answer what became of the wish
     * @return whether no ticket has that name, and a run may
     */
    public boolean isNotOurs(@Body CancelAnswer answer) {
        return answer.outcome() == Outcome.NOT_OURS;
    }

    /**
     * @param name what was named, and is not ours
     * @return whether a run can have that name
     */
    public boolean isRun(@Header(NextmvHeaders.CANCEL) String name) {
        return RunAccepted.isRunId(name);
    }

    /**
     * Nothing is left to be done for a name that is not ours.
     *
     * @param name what was named
     * @return the answer
     */
    public CancelAnswer done(@Header(NextmvHeaders.CANCEL) String name) {
        if (!isRun(name)) {
            return unknown(name);
        }
        LOG.info("run {}, which is not on its way here, was canceled", name);
        return answer(name, Outcome.CANCELED, "run " + name + ", which is not on its way here, was canceled");
    }

    /**
     * The service does not cancel what is not ours.
     *
     * @param name what was named
     * @param why  what the service said
     * @return the answer
     */
    public CancelAnswer refused(@Header(NextmvHeaders.CANCEL) String name, @ExchangeException Fault why) {
        return why.kind() == Fault.Kind.NOT_FOUND
                ? unknown(name)
                : answer(name, Outcome.ENDED, "run " + name + " is not on its way here, and cannot be canceled: "
                        + why.getMessage());
    }

    /**
     * A file that wished a cancellation has its answer.
     *
     * @param file the file
     * @throws IOException if it cannot be deleted
     */
    public void answered(@Header("CamelFileAbsolutePath") String file) throws IOException {
        Files.deleteIfExists(Path.of(file));
    }

    private CancelAnswer unknown(String name) {
        return answer(name, Outcome.UNKNOWN, "nothing named " + name + " is on its way: it is no input's name, no ticket"
                + " and no run id; if it was delivered already, it is in outbox, errors or canceled");
    }

    private CancelAnswer answer(String name, Outcome outcome, String message) {
        return CancelAnswer.of(name, outcome, message, clock.instant());
    }
}
