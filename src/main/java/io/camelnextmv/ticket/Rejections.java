package io.camelnextmv.ticket;

import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.RunPlan.Sidecar;
import java.time.Instant;

/**
 * Why an input does not become a run: the sentences of the reports with the status {@code rejected}, in the order of
 * the table "When things fail" of docs/operate.md. What became of runs is told by {@link Endings}.
 *
 * <p>The time of each is the one at which it was found out. What was met goes into a sentence without a full stop.
 */
public final class Rejections {
    private static final String MEND = "Mend the file, and drop it into the inbox again.";
    private static final String SMALLER_OR_RAISE = "Make the input smaller, or raise %s if your account takes more, and drop"
            + " the input into the inbox again.";
    private static final String SMALLER = "Make the input smaller, and drop it into the inbox again.";

    private Rejections() {
    }

    /** It has not a single byte. */
    public static Ending emptyFile(Instant now) {
        return rejected("The file is empty.", MEND, now);
    }

    /** There is nothing in it but blanks. */
    public static Ending blankFile(Instant now) {
        return rejected("The file holds nothing but blanks.", MEND, now);
    }

    /** It is no JSON, for instance since it {@code ends too early}, as far as is known at which line and column. */
    public static Ending notJson(String why, Instant now) {
        return rejected("The file is not JSON: " + why + ".", MEND, now);
    }

    /** It is JSON, but goes beyond what is read of any, for instance in its depth. */
    public static Ending jsonBeyondLimits(String limit, Instant now) {
        return rejected("The file is JSON that cannot be an input: " + limit + ".", MEND, now);
    }

    /** It is JSON, but begins with {@code an array} or {@code a bare value}. */
    public static Ending notAnObject(String beginning, Instant now) {
        return rejected("The file is JSON, but not a JSON object: it begins with " + beginning + ".", MEND, now);
    }

    /** There is something behind its JSON object. */
    public static Ending severalValues(Instant now) {
        return rejected("The file holds more than one JSON value; an input is one JSON object.", MEND, now);
    }

    /** More would have to be sent than may be, said for a person. */
    public static Ending inputTooLarge(long bytes, String most, Instant now) {
        return rejected("The input is too large: " + bytes + " bytes would have to be sent, and at most " + most
                + " may be (nextmv.limit.input).", SMALLER_OR_RAISE.formatted("nextmv.limit.input"), now);
    }

    /** Its files are more together than may be; which setting says so stands in what is said of them. */
    public static Ending inputTooLargeUnpacked(String files, Instant now) {
        return rejected("The input is too large: " + files + ".", SMALLER_OR_RAISE.formatted("the setting"), now);
    }

    /** The storage does not take it, and says that this is because of its size. */
    public static Ending inputTooLargeForTheStorage(String answer, Instant now) {
        return rejected("The input is too large: " + answer + ".", SMALLER, now).withAnswer(answer);
    }

    /** Its archive ends before its end. */
    public static Ending brokenArchive(Instant now) {
        return rejected("The file is an archive that is broken: it ends too early.", MEND, now);
    }

    /** Its archive, or its folder, holds what cannot be sent. */
    public static Ending unusableFiles(String why, Instant now) {
        return rejected("The input cannot be used: " + why + ".", MEND, now);
    }

    /** It is a folder, and is to be sent in a format that is a single file. */
    public static Ending folderAsOneFile(Format format, Instant now) {
        return rejected("A folder cannot be sent as " + format.wire() + ".", MEND, now);
    }

    /** The run is to be tracked, and one of the files that are named for that is not there. */
    public static Ending trackedFileMissing(String input, String file, Instant now) {
        return rejected("The run cannot be tracked: " + input + " is no folder that holds a file " + file + ".", MEND, now);
    }

    /** It is a symbolic link. */
    public static Ending link(Instant now) {
        return rejected("The input is a link, and links are not followed.", "Drop the file itself into the inbox.", now);
    }

    /** Its permissions keep it from us. */
    public static Ending mayNotBeRead(Instant now) {
        return rejected("The file may not be read: permission denied.",
                "Let the gateway's user read the file, and drop it into the inbox again.", now);
    }

    /** What lies beside it, and says with what it is run, cannot be used. */
    public static Ending wrongSidecar(String name, String why, Instant now) {
        return rejected(name + " cannot be used: " + why + ".",
                "Mend " + name + ", and drop it into the inbox again, before its input.", now);
    }

    /** The service does not take it. */
    public static Ending refused(String answer, Instant now) {
        return rejected("The service refused the input: " + answer + ".",
                "Mend the input as the answer says, and drop it into the inbox again.", now).withAnswer(answer);
    }

    /** A message has a body or headers that cannot be. */
    public static Ending wrongMessage(String why, Instant now) {
        return rejected("The message cannot be an input: " + why + ".",
                "Send text or bytes, with headers as they can be.", now);
    }

    /** What a message names as its input is not there any more. */
    public static Ending inputNotWhereItWas(String why, Instant now) {
        return rejected(why + ".", "Send the message again when its input is where it says.", now);
    }

    /** What a message names as its input could not be fetched for as long as is tried. */
    public static Ending inputNotFetched(String why, Instant now) {
        return rejected("The input could not be fetched for as long as is tried (nextmv.retry.give-up). At last: " + why + ".",
                "Mend the server, or what the message points to, and send the message again. To try for longer, raise"
                        + " nextmv.retry.give-up.", now).withAnswer(why);
    }

    /** The broker does not have the message any more that held the input of a ticket that waits there. */
    public static Ending inputRemoved(Instant now) {
        return rejected("The message that held the input is in the broker no more.", "Send the input again: somebody has removed"
                + " that message, or it lies where the broker puts what it could not hand out.", now);
    }

    /** The service is busy, and the input is not to wait for that. */
    public static Ending noCapacity(String answer, Instant now) {
        return rejected("There was no capacity for the run, and it was not to be queued.",
                "Drop the file into the inbox again later, or let it wait: nextmv.queuing.when-busy=wait.", now)
                .withAnswer(answer);
    }

    /** A sidecar, or a message's headers, name an application or an instance that the key may not use. */
    public static Ending forbiddenTarget(Ticket ticket, String answer, Instant now) {
        return rejected("The API key may not use what " + asker(ticket) + " for: " + answer + ".",
                mendTarget(ticket) + " Or have the key allowed to use it.", now).withAnswer(answer);
    }

    /** A sidecar, or a message's headers, name an application or an instance that the service does not know. */
    public static Ending unknownTarget(Ticket ticket, String answer, Instant now) {
        return rejected("The service does not know application " + ticket.applicationId()
                + ticket.instanceId().map(id -> " with instance " + id).orElse("") + ", which " + asker(ticket) + " for.",
                mendTarget(ticket), now).withAnswer(answer);
    }

    /** Whoever reads it has never seen the file that a message's headers are kept as. */
    private static String asker(Ticket ticket) {
        return ticket.plan().received().isPresent() ? "the message's headers ask"
                : ticket.plan().sidecar().map(Sidecar::file).orElse(ticket.file()) + " asks";
    }

    private static String mendTarget(Ticket ticket) {
        return ticket.plan().received().isPresent()
                ? "Mend the header NextmvApplicationId or NextmvInstanceId, and send the message again."
                : "Mend " + ticket.plan().sidecar().map(Sidecar::file).orElse(ticket.file())
                        + ", and drop it into the inbox again with its input.";
    }

    private static Ending rejected(String error, String whatToDo, Instant now) {
        return Ending.withoutOutput(Destination.ERROR, "rejected", error, whatToDo, now, 0);
    }
}
