package io.camelnextmv.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.await.StillActive;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Whose;
import io.camelnextmv.cloud.OutageSwitch;
import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.payload.JsonInput;
import io.camelnextmv.payload.JsonInput.NotAnInput;
import io.camelnextmv.payload.RunRequest;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Fate;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a ticket into a run: checks its input, writes down that the request is about to be sent, reads the answer. */
public final class Submission {
    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);
    /** The most that the API itself carries, in bytes. */
    private static final long INLINE_LIMIT = 5L * 1024 * 1024;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private final TicketStore tickets;
    private final InDoubt inDoubt;
    private final OutageSwitch outage;
    private final Duration settle;
    private final Duration maxDuration;
    private final ObjectMapper mapper;
    private final Clock clock;

    /**
     * @param tickets     the tickets
     * @param inDoubt     the tickets in doubt
     * @param outage      whether requests get through
     * @param settle      how long a file must not have changed to be taken for finished
     * @param maxDuration how long a run is waited for
     * @param mapper      writes the request
     * @param clock       the time
     */
    public Submission(TicketStore tickets, InDoubt inDoubt, OutageSwitch outage, Duration settle, Duration maxDuration,
            ObjectMapper mapper, Clock clock) {
        this.tickets = tickets;
        this.inDoubt = inDoubt;
        this.outage = outage;
        this.settle = settle;
        this.maxDuration = maxDuration;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * Checks the input of a claimed ticket; what can never be submitted ends here.
     *
     * @param id the ticket's name
     * @return the ticket, as it was or ended
     * @throws StillActive          if the file may still be being written
     * @throws UncheckedIOException if the disk says no
     */
    public Ticket check(String id) {
        Ticket ticket = tickets.read(id);
        Path input = tickets.input(ticket);
        try {
            long size = sizeOf(ticket, JsonInput.check(input));
            if (size > INLINE_LIMIT) {
                return refuse(ticket, "The input is too large: the request would carry " + size + " bytes, and the API "
                        + "takes " + INLINE_LIMIT + ".", "Make the input smaller, and drop it into the inbox again.");
            }
            return ticket;
        } catch (NotAnInput e) {
            if (e.unfinished() && changedLately(input)) {
                throw new StillActive(ticket.file() + " may still be being written", LOOK_AGAIN);
            }
            return refuse(ticket, e.getMessage(), "Mend the file, and drop it into the inbox again.");
        } catch (AccessDeniedException e) {
            return refuse(ticket, "The file may not be read: permission denied.",
                    "Let the gateway's user read the file, and drop it into the inbox again.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long sizeOf(Ticket ticket, JsonInput input) {
        return new RunRequest(fields(ticket), tickets.input(ticket), input, mapper).getContentLength();
    }

    /** Bad JSON in a file that changed moments ago is more likely half a file than a bad one. */
    private boolean changedLately(Path input) {
        try {
            Duration age = Duration.between(Files.getLastModifiedTime(input).toInstant(), clock.instant());
            return age.abs().compareTo(settle.multipliedBy(5)) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Ticket refuse(Ticket ticket, String error, String whatToDo) {
        return tickets.write(ticket.ended(
                Ending.unhappy(Fate.ERROR, "rejected", error, whatToDo, clock.instant(), 0)));
    }

    /**
     * The query of the request, which names the instance.
     *
     * @param id the ticket's name
     * @return the query, empty for the application's default instance
     */
    public String query(String id) {
        return tickets.read(id).instanceId().map(instance -> "instance_id=" + instance).orElse("");
    }

    /**
     * Writes down that the request is about to be sent, and makes it.
     *
     * @param id the ticket's name
     * @return the request's body
     * @throws StillActive          if a run in doubt has to be looked up first
     * @throws Fault                if nothing gets through at the moment
     * @throws UncheckedIOException if the disk says no
     */
    public RunRequest begin(String id) {
        inDoubt.whenNoneIs();
        outage.pass();
        Ticket ticket = tickets.read(id);
        Path input = tickets.input(ticket);
        try {
            RunRequest request = new RunRequest(fields(ticket), input, JsonInput.check(input), mapper);
            tickets.write(ticket.submitting(clock.instant()));
            return request;
        } catch (NotAnInput e) {
            throw new StillActive(ticket.file() + " changed while it was looked at", LOOK_AGAIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode fields(Ticket ticket) {
        return mapper.createObjectNode().put("name", ticket.file())
                .put("description", "camel-nextmv ticket " + ticket.id());
    }

    /**
     * The run was started.
     *
     * @param id     the ticket's name
     * @param answer the service's answer
     * @return the ticket, submitted
     */
    public Ticket accepted(String id, RunAccepted answer) {
        Ticket ticket = tickets.write(tickets.read(id).submitted(answer.runId(), clock.instant(), maxDuration));
        inDoubt.know(answer.runId());
        LOG.info("{} is run {} (ticket {})", ticket.file(), answer.runId(), id);
        return ticket;
    }

    /**
     * The request did not end as it should.
     *
     * @param id    the ticket's name
     * @param fault what it met
     * @return the ticket, ended, when the service refused the input
     * @throws Exception the same in all other cases, to be tried again; the ticket then tells whether to look before
     */
    public Ticket failed(String id, Exception fault) throws Exception {
        Ticket ticket = tickets.read(id);
        if (ticket.state() != Ticket.State.SUBMITTING) {
            throw fault;
        }
        Whose whose = fault instanceof Fault known ? known.whose() : Whose.SERVICE;
        switch (whose) {
            case REQUEST -> {
                return tickets.write(ticket.ended(Ending.unhappy(Fate.ERROR, "rejected",
                        "The service refused the input: " + fault.getMessage() + ".",
                        "Mend the input as the answer says, and drop it into the inbox again.", clock.instant(), 0)
                        .withAnswer(fault.getMessage())));
            }
            case SERVICE -> inDoubt.add(id);
            case NOT_FOUND -> {
                tickets.write(ticket.notStarted());
                Fault settings = ((Fault) fault).as(Whose.SETTINGS);
                outage.failure(settings);
                throw settings;
            }
            default -> tickets.write(ticket.notStarted());
        }
        throw fault;
    }
}
