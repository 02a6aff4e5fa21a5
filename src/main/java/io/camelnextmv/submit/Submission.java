package io.camelnextmv.submit;

import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.payload.Inputs;
import io.camelnextmv.payload.NotAnInput;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Overrides;
import io.camelnextmv.ticket.Rejections;
import io.camelnextmv.ticket.RunPlan;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.RunSpec.WhenBusy;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.hc.core5.http.HttpEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a ticket into a run: checks its input, writes down that the request is about to be sent, reads the answer. */
public final class Submission {
    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private final TicketStore tickets;
    private final InDoubt inDoubt;
    private final CircuitBreaker breaker;
    private final UnfinishedInputs unfinished;
    private final Duration maxDuration;
    private final Inputs inputs;
    private final BiFunction<Path, RunSpec, Overrides> sidecars;
    private final Rejection rejection;
    private final SubmitSlots slots;
    private final FailedSubmissions failures;
    private final Clock clock;

    /**
     * @param tickets     the tickets
     * @param inDoubt     the tickets in doubt
     * @param breaker      whether requests get through
     * @param unfinished  gives inputs that end too early time to become whole
     * @param maxDuration how long a run is waited for
     * @param inputs      what is sent
     * @param sidecars    reads what lies beside an input, laid over what the inbox says; an IllegalArgumentException
     *                    says what is wrong with it
     * @param rejection   ends what cannot become a run
     * @param slots       how many requests that start a run are sent at the same time
     * @param failures    what becomes of those that fail
     * @param clock       the time
     */
    public Submission(TicketStore tickets, InDoubt inDoubt, CircuitBreaker breaker, UnfinishedInputs unfinished,
            Duration maxDuration, Inputs inputs, BiFunction<Path, RunSpec, Overrides> sidecars, Rejection rejection,
            SubmitSlots slots, FailedSubmissions failures, Clock clock) {
        this.tickets = tickets;
        this.inDoubt = inDoubt;
        this.breaker = breaker;
        this.unfinished = unfinished;
        this.maxDuration = maxDuration;
        this.inputs = inputs;
        this.sidecars = sidecars;
        this.rejection = rejection;
        this.slots = slots;
        this.failures = failures;
        this.clock = clock;
    }

    /**
     * Checks the input of a claimed ticket; what can never be submitted ends here.
     *
     * @param id the ticket's name
     * @return the ticket, as it was or ended
     * @throws NotYet          if the file may still be being written
     * @throws UncheckedIOException if the disk says no
     */
    public Ticket check(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = asItsSidecarSays(tickets.read(id));
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
        List<Path> found = alone ? List.of(tickets.input(ticket)) : tickets.sidecarsOf(ticket.id());
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

    /**
     * The query of the request, which names the instance.
     *
     * @param id the ticket's name
     * @return the query, empty for the application's default instance
     */
    public String query(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return tickets.read(id).instanceId().map(instance -> "instance_id=" + instance).orElse("");
    }

    /**
     * Writes down that the request is about to be sent, and makes it.
     *
     * @param id the ticket's name
     * @return the request's body
     * @throws NotYet          if as many requests as may be are on their way
     * @throws Fault                if nothing gets through at the moment
     * @throws UncheckedIOException if the disk says no
     */
    public HttpEntity begin(@ExchangeProperty(Slots.TICKET) TicketName id) {
        breaker.pass();
        Ticket ticket = tickets.read(id);
        // A visitor's thread is its broker's: there are no more of these.
        slots.enter(id, ticket.applicationId(), tickets.isVisiting(id));
        try {
            HttpEntity request = inputs.request(ticket);
            tickets.write(ticket.submitting(clock.instant()));
            return request;
        } catch (NotAnInput e) {
            throw new NotYet(ticket.file() + " changed while it was looked at", LOOK_AGAIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The run was started.
     *
     * @param id     the ticket's name
     * @param answer the service's answer
     * @return the ticket, submitted
     */
    public Ticket accepted(@ExchangeProperty(Slots.TICKET) TicketName id, @Body RunAccepted answer) {
        Ticket ticket = tickets.write(tickets.read(id).submitted(answer.runId(), clock.instant(), maxDuration));
        failures.passed(ticket);
        inDoubt.know(ticket);
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
    public Ticket failed(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception fault) throws Exception {
        slots.leave(id);
        Ticket ticket = tickets.read(id);
        if (ticket.state() != Ticket.State.SUBMITTING) {
            throw fault;
        }
        Optional<Fault> known = Optional.of(fault).filter(Fault.class::isInstance).map(Fault.class::cast);
        switch (known.map(Fault::kind).orElse(Kind.SERVICE)) {
            case REQUEST, NOT_FOUND -> {
                return refused(ticket, known.orElseThrow());
            }
            case BUSY -> {
                if (ticket.plan().spec().whenBusy().filter(WhenBusy.ERROR::equals).isPresent()) {
                    return rejection.of(ticket, now -> Rejections.noCapacity(fault.getMessage(), now));
                }
                tickets.write(ticket.notStarted());
            }
            case SERVICE -> {
                slots.failed(id, ticket.applicationId(), fault.getMessage());
                failures.failed(ticket, fault.getMessage());
                inDoubt.add(ticket);
            }
            default -> tickets.write(ticket.notStarted());
        }
        throw fault;
    }

    /**
     * The service does not know the application in which a run in doubt is looked for.
     *
     * @param id       the ticket's name
     * @param notFound what it answered
     * @return the ticket, ended, where a sidecar names that application: no run can have been started there
     * @throws Fault where the settings name it: it is looked for again when they are mended
     */
    public Ticket nowhere(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Fault notFound) {
        Ticket ticket = tickets.read(id);
        if (ticket.plan().sidecar().filter(RunPlan.Sidecar::namesItsOwnTarget).isEmpty()) {
            throw rejection.settings(ticket, notFound);
        }
        Ticket ended = rejection.unknown(ticket, notFound);
        inDoubt.forget(id);
        return ended;
    }

    /**
     * The key may not use the application, or the instance, in which the run was to be started; it is good elsewhere.
     *
     * @param id        the ticket's name
     * @param forbidden what the service answered
     * @return the ticket, ended, where a sidecar or a header names what the key may not use
     * @throws Fault where an inbox names it: tried again later, and longer each time
     */
    public Ticket forbidden(@ExchangeProperty(Slots.TICKET) TicketName id,
            @ExchangeProperty(Slots.REFUSAL) Fault forbidden) {
        Ticket ticket = tickets.read(id);
        if (ticket.state() != Ticket.State.SUBMITTING) {
            return rejection.forbidden(ticket, forbidden);
        }
        if (!Rejection.namesItsOwnTarget(ticket)) {
            throw forbidden;
        }
        Ticket ended = rejection.of(ticket, now -> Endings.inDoubtWithoutRight(ticket, forbidden.getMessage(), now));
        inDoubt.forget(id);
        return ended;
    }

    /**
     * The runs among which a run in doubt would be found cannot be listed, for too long.
     *
     * @param id    the ticket's name
     * @param words how long, and what was met
     * @return the ticket, ended: nobody can tell whether it runs
     */
    public Ticket notFoundOut(@ExchangeProperty(Slots.TICKET) TicketName id,
            @ExchangeProperty(Slots.GIVEN_UP) String words) {
        Ticket ticket = tickets.read(id);
        Ticket ended = rejection.of(ticket, now -> Endings.inDoubtWithoutList(ticket, words, now));
        inDoubt.forget(id);
        return ended;
    }

    private Ticket refused(Ticket ticket, Fault fault) {
        if (ticket.plan().mayUploadAgain()) {
            Ticket claimed = ticket.notStarted();
            tickets.write(claimed.with(claimed.plan().uploadLost()));
            throw new Fault(Kind.SERVICE, fault.status(), "the run was refused with what was uploaded for it ("
                    + fault.getMessage() + "): it is uploaded once more, in case the upload is not known any more",
                    fault.retryAfter());
        }
        if (fault.kind() == Kind.NOT_FOUND) {
            return rejection.unknown(ticket, fault);
        }
        return rejection.of(ticket, now -> Rejections.refused(fault.getMessage(), now));
    }
}
