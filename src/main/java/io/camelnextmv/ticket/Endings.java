package io.camelnextmv.ticket;

import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ticket.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What becomes of inputs that get no output, though there was nothing wrong with them when they were taken: the sentences of
 * error reports, in the order of the table "When things fail" of docs/operate.md. What never becomes a run is told by
 * {@link Rejections}.
 *
 * <p>Times are those at which it was found out; {@code polls} is how often the run was checked. What was met goes into a
 * sentence without a full stop.
 */
public final class Endings {
    /** The status of what an unexpected exception has ended. */
    public static final String STUCK = "stuck";
    private static final String AGAIN_IF_NOT_MEANT = "If that was not meant, drop the file into the inbox again.";
    private static final String WITH_THE_SERVICE = "The run succeeded, and its output is with the service: see console_url.";

    private Endings() {
    }

    /** The run failed; where the service gives no reason, that is said. */
    public static Ending failed(Optional<String> reason, Instant now, int polls) {
        return error("failed", "The run failed: " + reason.filter(text -> !text.isBlank())
                .orElse("the service gives no reason."),
                "Read error_log and logs below, mend the input or the application, and drop the file into the inbox again.",
                now, polls);
    }

    /** The run was canceled, by whoever asked here for it, or by somebody else. */
    public static Ending canceled(Optional<Cancellation> asked, Instant now, int polls) {
        return Ending.withoutOutput(Destination.CANCELED, "canceled", "The run was canceled"
                + asked.map(Endings::why).orElse(", though nobody asked for that here") + ". It has no output.",
                AGAIN_IF_NOT_MEANT, now, polls);
    }

    private static String why(Cancellation asked) {
        return switch (asked.reason()) {
            case REQUEST -> ", as was asked for at " + asked.requestedAt();
            case TIMEOUT -> " at " + asked.requestedAt() + ": it had not ended in its time (nextmv.poll.max-duration,"
                    + " nextmv.poll.max-tries; nextmv.poll.on-timeout is cancel)";
        };
    }

    /** It was canceled before the request that starts its run was sent. */
    public static Ending canceledBeforeSubmission(Instant now) {
        return Ending.withoutOutput(Destination.CANCELED, "canceled",
                "The input was canceled before it was submitted: no run was started for it.", AGAIN_IF_NOT_MEANT, now, 0);
    }

    /** The run had its time. */
    public static Ending outOfTime(Ticket ticket, String status, Optional<Cancellation> asked, Instant now, int polls) {
        return timedOut(ticket, status, Duration.between(ticket.submittingAt().orElse(now), now).toSeconds() + " s",
                "nextmv.poll.max-duration", asked, now, polls);
    }

    /** The run was checked as often as it may be. */
    public static Ending outOfTries(Ticket ticket, String status, Optional<Cancellation> asked, Instant now, int polls) {
        return timedOut(ticket, status, polls + " checks", "nextmv.poll.max-tries", asked, now, polls);
    }

    /** The service took the run, and has not known it for so long; nor does it list it. */
    public static Ending gone(Ticket ticket, Duration since, Optional<Cancellation> asked, Instant now, int polls) {
        return error("gone", "Run " + run(ticket) + " is gone: the service took it, and has answered for "
                + since.toSeconds() + " s that it does not know it any more (404); nor is it among the application's runs." + words(asked),
                "It was deleted, or the API key belongs to another account or team by now. Its input is here: drop the file"
                        + " into the inbox again to have it run again. That is not done by itself.", now, polls);
    }

    private static Ending timedOut(Ticket ticket, String status, String after, String setting, Optional<Cancellation> asked,
            Instant now, int polls) {
        return error("timed_out", "Run " + run(ticket) + " was still " + status + " after " + after + " (" + setting + ")"
                + ", and is waited for no longer." + words(asked),
                "The run may still be going on: look at it at console_url before you drop the file into the inbox again, or"
                        + " it may run twice. If such runs take that long, raise " + setting + ".", now, polls);
    }

    private static String words(Optional<Cancellation> asked) {
        return asked.map(canceled -> " To cancel it was asked for at " + canceled.requestedAt()
                + canceled.answer().map(no -> ", and refused: " + no).orElse(canceled.answeredAt().isPresent()
                        ? ", and it went on." : ", and the service has not taken that.")).orElse("");
    }

    /** The run succeeded, and the service has said for long that its output is not there. */
    public static Ending outputNotThere(String answer, Ending was) {
        return badOutput("The run succeeded, but the service does not give its output: " + answer + ".",
                "Look at the run at console_url; if its output is not there, drop the file into the inbox again.", was);
    }

    /** The same unusable output has come again and again. It is kept, said as in {@code in the archive: …}. */
    public static Ending unusableOutput(String why, String kept, Ending was) {
        return badOutput("The output cannot be delivered: " + why + ".", "Look at what came, which lies beside this"
                + " report and " + kept + ", mend the application, and drop the file into the inbox again.", was);
    }

    /** The output is larger than we are to take, said for a person; of so many bytes, or 0 where that is not known. */
    public static Ending outputAboveSetting(long bytes, String most, Ending was) {
        return badOutput("The output is too large: it has " + (bytes == 0 ? "more bytes than are taken, which is at most "
                + most : bytes + " bytes, and at most " + most + " are taken") + " (nextmv.limit.output).",
                WITH_THE_SERVICE + " Raise nextmv.limit.output, or let the application write less.", was);
    }

    /** The output is larger than the service gives; its answer says so. */
    public static Ending outputAboveLimit(String answer, Ending was) {
        return badOutput("The output is too large" + (was.outputSize() == 0 ? "" : ": it has " + was.outputSize()
                + " bytes") + ", and the service does not give so much: " + answer + ".",
                WITH_THE_SERVICE + " Let the application write less.", was);
    }

    /** The file system of the folder for outputs cannot hold it. */
    public static Ending outputNotHeld(String folder, String why, String archived, Ending was) {
        return badOutput("The output cannot be delivered to " + folder + ": " + why + ".", "The output lies in the archive: "
                + archived + ". Take it from there, and mend the application, or let " + folder
                + " be on another file system.", was);
    }

    /** The endpoint to which the output is to be sent does not take so much. */
    public static Ending outputTooLargeToSend(String why, String archived, Ending was) {
        return error("too_large", "The run succeeded, but its output is larger than what it is to be sent to takes: " + why,
                "The output is " + archived + ". Raise the limit there; for Kafka camel.component.kafka.maxRequestSize in"
                        + " config/application-kafka.properties and max.message.bytes of the topic.", was.endedAt(),
                was.polls());
    }

    /** The service has failed at its submission again and again, while it took others; no run was started. */
    public static Ending submissionGivenUp(String application, Attempts attempts, Instant now) {
        return error("given_up", "The service failed at the request for this run " + attempts.count() + " times, for "
                + attempts.time().toSeconds() + " s in which other inputs of application " + application + " got through. It"
                + " was looked for after each request, and none has started a run. At last: " + attempts.said() + ".",
                "It seems to be this input, or what it is run with, that the service fails at: compare it with one that got"
                        + " through, or ask Nextmv with the answer below. Then drop it into the inbox again. To try for"
                        + " longer, raise nextmv.submit.give-up.", now, 0).withAnswer(attempts.said());
    }

    /** What the service lists does not tell whether a run was started, though it lists something. */
    public static Ending inDoubtByItsList(TicketName ticket, Instant now) {
        return error("in_doubt", "The answer to the request that starts the run was lost, and what the service lists of the"
                + " application's runs does not reach back to it, nor does it end: nobody can tell whether it runs.",
                "Look in the console for" + mark(ticket), now, 0);
    }

    /** The input could not be uploaded, as often as was tried; what was met at last is told, too. */
    public static Ending uploadGivenUp(String tried, String answer, Instant now) {
        return error("given_up", "The input could not be uploaded: this was tried " + tried + ". No run was started.",
                "It seems to be this input, or the application that it is for, that the service fails at: compare it with"
                        + " one that got through, or ask Nextmv with the answer below. Then drop it into the inbox again."
                        + " To try for longer, raise nextmv.retry.give-up.", now, 0).withAnswer(answer);
    }

    /** The service has not said how the run is until its time was up. */
    public static Ending statusGivenUp(Ticket ticket, String tried, Optional<Cancellation> asked, Instant now, int polls) {
        return error("timed_out", "What became of run " + run(ticket) + " is not known: its time is up"
                + " (nextmv.poll.max-duration), and the service does not give its status. It was asked for " + tried + "."
                + words(asked), "The run may still be going on, or have ended: look at it at console_url before you drop the"
                        + " file into the inbox again, or it may run twice.", now, polls);
    }

    /** The runs among which it would be found could not be listed, as often as was tried. */
    public static Ending inDoubtWithoutList(Ticket ticket, String tried, Instant now) {
        return inDoubt(ticket, "The answer to the request that starts the run was lost, and the runs among which it would be"
                + " found could not be listed: this was tried " + tried + ".", now);
    }

    /** The API key may not list the runs among which it would be found. */
    public static Ending inDoubtWithoutRight(Ticket ticket, String answer, Instant now) {
        return inDoubt(ticket, "The answer to the request that starts the run was lost, and the API key may not list the"
                + " runs among which it would be found: " + answer + ".", now);
    }

    private static Ending inDoubt(Ticket ticket, String error, Instant now) {
        return error("in_doubt", error, "Look in the console of application " + ticket.applicationId() + " for"
                + mark(ticket.id()), now, 0);
    }

    private static String mark(TicketName ticket) {
        return " a run whose description holds " + ticket + ". If there is none, drop the file into the inbox again; if"
                + " there is one, its output is there.";
    }

    /** The service has not given the output, as often as was asked. */
    public static Ending outputGivenUp(Ticket ticket, String tried, Ending was) {
        return badOutput("Run " + run(ticket) + " succeeded, but the service does not give its output: it was asked for "
                + tried + ".", "The output is with the service: fetch it with the command result " + run(ticket) + ", or at"
                + " console_url, when the service gives it. Only if it never does, drop the file into the inbox again. To"
                + " ask for longer, raise nextmv.retry.give-up.", was);
    }

    /** A step of an input that waits in the broker was begun so often that nobody expects it to end any more. */
    public static Ending stepNeverEnds(Ticket ticket, Step step, int begun, Instant now, int polls) {
        boolean mayRun = ticket.state() != State.CLAIMED;
        return error(mayRun ? "in_doubt" : "rejected", "A step (" + step.name().toLowerCase(Locale.ROOT) + ") was begun "
                + begun + " times, and never came to an end.", "The logs of the gateways tell why."
                + (mayRun ? " A run was or may have been started: look in the console for one whose description holds "
                        + ticket.id() + " before the input is sent again." : ""), now, polls);
    }

    /** A step has met an unexpected exception again and again; what is known of the run is what the ticket's state tells. */
    public static Ending stuck(Ticket ticket, Unexpected met, Instant now, int polls) {
        return error(STUCK, "An unexpected exception was met " + met.times() + " times in a row " + whenStuck(ticket)
                + ", since " + met.since().orElse(now) + " (nextmv.retry.max-unexpected): " + met.error(),
                "This is a fault of camel-nextmv, or of what it runs in: the log shows where; please report it with these"
                        + " lines. " + afterStuck(ticket) + " All that is known of it is in archive/" + ticket.id() + ".",
                now, polls);
    }

    private static String whenStuck(Ticket ticket) {
        return switch (ticket.state()) {
            case CLAIMED -> "before its run was started";
            case SUBMITTING -> "while it was found out whether its run was started";
            case SUBMITTED -> "while run " + run(ticket) + " was waited for";
            case ENDED, DELIVERED -> "while the answer of " + (ticket.runId().isPresent() ? "run " + run(ticket)
                    : "an input without a run") + " (" + ticket.ending().map(Ending::status).orElse("?") + ") was delivered";
        };
    }

    private static String afterStuck(Ticket ticket) {
        String again = "No run was started: drop the file into the inbox again when that is mended.";
        return switch (ticket.state()) {
            case CLAIMED -> again;
            case SUBMITTING -> "A run may have been started: look in the console for one whose description holds "
                    + ticket.id() + " before you drop the file into the inbox again, or it may run twice.";
            case SUBMITTED -> "The run may still be going on: look at it at console_url before you drop the file into the"
                    + " inbox again, or it may run twice.";
            case ENDED, DELIVERED -> ticket.runId().isPresent() ? "The run has ended: fetch what it gave with the command"
                    + " result " + run(ticket) + ", or at console_url, before you drop the file into the inbox again."
                    : again;
        };
    }

    private static String run(Ticket ticket) {
        return ticket.runId().orElse("?");
    }

    private static Ending badOutput(String error, String whatToDo, Ending was) {
        return error("bad_output", error, whatToDo, was.endedAt(), was.polls());
    }

    private static Ending error(String status, String error, String whatToDo, Instant now, int polls) {
        return Ending.withoutOutput(Destination.ERROR, status, error, whatToDo, now, polls);
    }
}
