package io.camelnextmv.ticket;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The durable record of one input on its way: which file, which run, since when, until when, how it ended.
 *
 * <p>Every step is written here before it is taken. A ticket is immutable; each step makes the next one.
 *
 * @param format        the version of the form in which it is written, 1 today; what was written before there were versions
 *                      has none
 * @param id            the ticket's name, also the name of its folder and its mark in the run's description
 * @param file          the name that the input had in the inbox
 * @param state         the last step that was begun
 * @param applicationId the application that runs the input
 * @param instanceId    the instance; empty for the application's default one
 * @param claimedAt     when the file was taken from the inbox
 * @param submittingAt  when the request that starts the run was about to be sent
 * @param runId         the run, as soon as it is known
 * @param submittedAt   when the run was known to be started
 * @param deadline      until when the run is waited for
 * @param ending        what became of it
 * @param deliveredAs   the name without its ending under which the answer is placed; set before it is placed
 * @param plan          how its run is started
 */
public record Ticket(
        int format,
        TicketName id,
        String file,
        State state,
        String applicationId,
        Optional<String> instanceId,
        Instant claimedAt,
        Optional<Instant> submittingAt,
        Optional<String> runId,
        Optional<Instant> submittedAt,
        Optional<Instant> deadline,
        Optional<Ending> ending,
        Optional<String> deliveredAs,
        RunPlan plan) {
    /** The form that is written: one more when earlier versions would misunderstand it. Each one that ever was is read. */
    public static final int FORMAT = 1;
    /** What becomes part of addresses and of file names. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.~-]*");
    /** In the order in which their inputs were taken. */
    public static final Comparator<Ticket> OLDEST_FIRST = Comparator.comparing(Ticket::claimedAt).thenComparing(Ticket::id);

    /**
     * A file may hold anything: what lacks a part that its state needs, or has a name that leads elsewhere, is no ticket.
     * One of an earlier version has no plan; it is written in today's form from here on.
     */
    public Ticket {
        if (format > FORMAT) {
            throw new IllegalArgumentException("ticket " + id + " was written by a later version");
        }
        format = FORMAT;
        plan = plan == null ? RunPlan.NONE : plan;
        instanceId = instanceId == null ? Optional.empty() : instanceId;
        runId = runId == null ? Optional.empty() : runId;
        submittingAt = submittingAt == null ? Optional.empty() : submittingAt;
        ending = ending == null ? Optional.empty() : ending;
        deliveredAs = deliveredAs == null ? Optional.empty() : deliveredAs;
        boolean whole = id != null && file != null && Contained.isName(file) && state != null && applicationId != null
                && Stream.of(Optional.of(applicationId), instanceId, runId).flatMap(Optional::stream)
                        .allMatch(given -> ID.matcher(given).matches())
                && deliveredAs.stream().allMatch(Contained::isName)
                && claimedAt != null
                && switch (state) {
                    // What knows of a request or a run is not only claimed: it would be run a second time.
                    case CLAIMED -> submittingAt.isEmpty() && runId.isEmpty() && ending.isEmpty();
                    case SUBMITTING -> submittingAt.isPresent() && runId.isEmpty() && ending.isEmpty();
                    case SUBMITTED -> runId.isPresent() && deadline.isPresent() && ending.isEmpty();
                    case ENDED -> ending.isPresent();
                    case DELIVERED -> ending.isPresent() && deliveredAs.isPresent();
                };
        if (!whole) {
            throw new IllegalArgumentException("ticket " + id + " is " + state + ", but incomplete, contradicts itself, or names what is no file of its own");
        }
    }

    /** @return what is to be done next with it, wherever it waits; {@link Step#of} is the one place that says so */
    public Step step() {
        return Step.of(state);
    }

    /**
     * @return the application in words that tell it from another account's of the same id: its id, and beside the settings'
     *         own account whose it is
     */
    public String target() {
        return plan.account().map(inbox -> applicationId + " (account of inbox " + inbox + ")").orElse(applicationId);
    }

    /** The steps of a ticket, in their order. */
    public enum State {
        /** The input is ours; nothing was sent. */
        CLAIMED,
        /** The request that starts the run may have been sent: look before sending again. */
        SUBMITTING,
        /** The run exists and is waited for. */
        SUBMITTED,
        /** How it ended is known; the answer is on its way to its folder. */
        ENDED,
        /** Everything is where it belongs; only the archive is left. */
        DELIVERED
    }

    /**
     * A ticket for a file just taken.
     *
     * @param id            the ticket's name
     * @param file          the file's name
     * @param applicationId the application
     * @param instanceId    the instance, empty for the default one
     * @param plan          how its run is started
     * @param now           the time of the claim
     * @return the ticket, claimed
     */
    public static Ticket claimed(TicketName id, String file, String applicationId, Optional<String> instanceId, RunPlan plan,
            Instant now) {
        return new Ticket(FORMAT, id, file, State.CLAIMED, applicationId, instanceId, now, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), plan);
    }

    /**
     * The way its run is started has changed; nothing was sent yet.
     *
     * @param next how it is started now
     * @return the next ticket
     */
    public Ticket with(RunPlan next) {
        require(State.CLAIMED);
        return claimed(id, file, applicationId, instanceId, next, claimedAt);
    }

    /**
     * The file beside the input asks for something else; nothing was sent yet.
     *
     * @param asked   what it asks for
     * @param sidecar its name
     * @return the next ticket
     */
    public Ticket with(Overrides asked, String sidecar) {
        require(State.CLAIMED);
        boolean elsewhere = asked.applicationId().filter(other -> !other.equals(applicationId)).isPresent();
        boolean ownTarget = asked.applicationId().isPresent() || asked.instanceId().isPresent();
        RunPlan next = new RunPlan(plan.inbox(), asked.spec(), Optional.of(new RunPlan.Sidecar(sidecar, ownTarget)),
                plan.upload(), plan.more(), plan.received(), plan.account());
        return claimed(id, file, asked.applicationId().orElse(applicationId),
                asked.instanceId().or(() -> elsewhere ? Optional.empty() : instanceId), next, claimedAt);
    }

    /**
     * The request is about to be sent.
     *
     * @param now the time
     * @return the next ticket
     */
    public Ticket submitting(Instant now) {
        require(State.CLAIMED);
        return new Ticket(FORMAT, id, file, State.SUBMITTING, applicationId, instanceId, claimedAt, Optional.of(now),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), plan);
    }

    /**
     * It is certain that no run was started: back to where it was.
     *
     * @return the next ticket
     */
    public Ticket notStarted() {
        require(State.SUBMITTING);
        return claimed(id, file, applicationId, instanceId, plan, claimedAt);
    }

    /**
     * The run is known.
     *
     * @param run      the run's id
     * @param now      the time
     * @param duration how long the run is waited for, from the time its request was sent
     * @return the next ticket
     */
    public Ticket submitted(String run, Instant now, Duration duration) {
        require(State.SUBMITTING);
        return new Ticket(FORMAT, id, file, State.SUBMITTED, applicationId, instanceId, claimedAt, submittingAt,
                Optional.of(run), Optional.of(now), Optional.of(submittingAt.orElse(now).plus(duration)),
                Optional.empty(), Optional.empty(), plan);
    }

    /**
     * The machine's clock was set while the run went on: the same by the new time.
     *
     * @param by how far it was set, back where it is negative
     * @return the next ticket
     */
    public Ticket clockSet(Duration by) {
        require(State.SUBMITTED);
        return new Ticket(FORMAT, id, file, state, applicationId, instanceId, claimedAt,
                submittingAt.map(at -> at.plus(by)), runId, submittedAt.map(at -> at.plus(by)),
                deadline.map(at -> at.plus(by)), ending, deliveredAs, plan);
    }

    /**
     * How it ended is known.
     *
     * @param how what became of it
     * @return the next ticket
     */
    public Ticket ended(Ending how) {
        if (state == State.ENDED || state == State.DELIVERED) {
            throw new IllegalStateException("ticket " + id + " has ended already");
        }
        return new Ticket(FORMAT, id, file, State.ENDED, applicationId, instanceId, claimedAt, submittingAt, runId,
                submittedAt, deadline, Optional.of(how), Optional.empty(), plan);
    }

    /**
     * How it ended is known better: what the run gave was looked at.
     *
     * @param how what became of it
     * @return the next ticket
     */
    public Ticket corrected(Ending how) {
        require(State.ENDED);
        return new Ticket(FORMAT, id, file, State.ENDED, applicationId, instanceId, claimedAt, submittingAt, runId,
                submittedAt, deadline, Optional.of(how), Optional.empty(), plan);
    }

    /**
     * The name under which the answer will be placed was chosen.
     *
     * @param name the file name's part before its ending
     * @return the next ticket
     */
    public Ticket deliveredAs(String name) {
        require(State.ENDED);
        return new Ticket(FORMAT, id, file, State.ENDED, applicationId, instanceId, claimedAt, submittingAt, runId,
                submittedAt, deadline, ending, Optional.of(name), plan);
    }

    /**
     * Everything is where it belongs.
     *
     * @return the last ticket
     */
    public Ticket delivered() {
        require(State.ENDED);
        return new Ticket(FORMAT, id, file, State.DELIVERED, applicationId, instanceId, claimedAt, submittingAt, runId,
                submittedAt, deadline, ending, deliveredAs, plan);
    }

    private void require(State expected) {
        if (state != expected) {
            throw new IllegalStateException("ticket " + id + " is " + state + ", not " + expected);
        }
    }
}
