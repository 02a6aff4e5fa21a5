package io.camelnextmv.bus;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Vendors;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.retry.RedeliveryDelay;
import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Predicate;

/** Says which step of a ticket that waits in the broker comes after another one, and how long it is held back. */
public final class NextSteps {
    private final RedeliveryDelay redeliveryDelay;
    private final Duration initialDelay;
    private final Predicate<Ticket> oneRequest;
    private final Duration rest;

    /** A step, and how long it is held back. */
    record Due(Visit visit, Duration delay) {
    }

    /**
     * @param redeliveryDelay says how long is waited after a step that did not succeed
     * @param initialDelay    the delay between the submission and the first check
     * @param oneRequest      whether a claimed ticket's input is sent with the request that starts its run
     * @param rest            how long a message is held at least that goes back because of our disk
     */
    public NextSteps(RedeliveryDelay redeliveryDelay, Duration initialDelay, Predicate<Ticket> oneRequest, Duration rest) {
        this.redeliveryDelay = redeliveryDelay;
        this.initialDelay = initialDelay;
        this.oneRequest = oneRequest;
        this.rest = rest;
    }

    /** How long a message is held at least that goes back because of our disk. */
    Duration rest() {
        return rest;
    }

    /** The first step. What is a single request needs no step of its own before it. */
    Due first(Ticket ticket) {
        return new Due(new Visit(ticket.id(), of(ticket), 0, 0, false), Duration.ZERO);
    }

    private Step of(Ticket ticket) {
        return ticket.state() == State.CLAIMED && oneRequest.test(ticket) ? Step.SUBMIT : Step.of(ticket.state());
    }

    /** The step for which a message was sent, or another one if the ticket is not in its state any more. */
    static Step arrived(Step step, Ticket ticket) {
        return step == Step.SUBMIT && ticket.state() == State.CLAIMED ? step : Step.of(ticket.state());
    }

    /** The step after one that has succeeded. */
    Due after(Visit visit, Ticket ticket) {
        Step next = visit.step().next(ticket.state());
        boolean first = next == Step.CHECK && visit.step() != Step.CHECK;
        return new Due(visit.at(next), first ? initialDelay : Duration.ZERO);
    }

    /**
     * The step after one that has not.
     *
     * @param thrown what it has met
     * @throws Exception the same, if it was not to be expected
     */
    Due again(Visit visit, Ticket ticket, Exception thrown) throws Exception {
        if (!isExpected(thrown)) {
            throw thrown;
        }
        RedeliveryDelay.Pause pause = redeliveryDelay.after(thrown, visit.faults(), visit.ticket().text());
        return new Due(visit.at(of(ticket), pause.faults()), pause.delay());
    }

    /** Of our disk, of the service, or of the way there. */
    private static boolean isExpected(Throwable thrown) {
        return Vendors.causes(thrown).anyMatch(cause -> cause instanceof NotYet || cause instanceof Fault
                || cause instanceof UnreadableAnswer || cause instanceof IOException || cause instanceof UncheckedIOException);
    }
}
