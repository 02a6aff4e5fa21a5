package io.camelnextmv.headers;

/**
 * The exchange properties by which our routes hand on what steers a step. They are no headers: whoever sends a message or
 * answers a request can set headers, but none of these. They also outlive a redelivery, which puts headers and body back.
 */
public final class Slots {
    /** The ticket's name: a {@code TicketName}, or its text. */
    public static final String TICKET = "NextmvTicket";
    /** The ticket's state, in capitals: a String. */
    public static final String STATE = "NextmvState";
    /** What is to be done next: a step of a ticket that waits in a broker, or how a run is asked for; a String. */
    public static final String STEP = "NextmvStep";
    /** How many faults a step has met in a row: an Integer. */
    public static final String FAULTS = "NextmvFaults";
    /** Set when a step has met unexpected exceptions so often that its ticket has ended: a String. */
    public static final String STUCK = "NextmvStuck";
    /** The fatal error that a step has met and that was told of: a Throwable. */
    public static final String FATAL = "NextmvFatal";
    /** The step that the ticket is at, where its faults are counted: a String. */
    public static final String FAILING = "NextmvFailing";
    /** How long that step has been failing while others got through, for whoever gives it up: a String. */
    public static final String GIVEN_UP = "NextmvGivenUp";
    /** How often an answer was given up at its endpoints: an Integer. */
    public static final String NOT_TAKEN = "NextmvNotTaken";
    /** Whether it is known that no unexpected exceptions are counted for the ticket: a Boolean. */
    public static final String CLEAN = "NextmvClean";
    /** When the first check of a run is due, in epoch ms, until that is known to the check: a Long. */
    public static final String DUE = "NextmvDue";
    /** The same, for the check: a Long. */
    public static final String FIRST_DUE = "NextmvFirstDue";
    /** Whether nothing but the run's own metadata will do: a Boolean. */
    public static final String MUST_KNOW = "NextmvMustKnow";
    /** The run's status as the account's queue says, empty where that does not name it: a String. */
    public static final String QUEUED = "NextmvQueued";
    /** What the service answered to a request for which the key has no right: a {@code Fault}. */
    public static final String REFUSAL = "NextmvRefusal";
    /** Whether a 429 says that there is no capacity: a Boolean. */
    public static final String MAY_BE_BUSY = "NextmvMayBeBusy";
    /** The id of an upload that is on its way: a String. */
    public static final String UPLOAD_ID = "NextmvUploadId";
    /** What is being uploaded: a {@code FileBody}. */
    public static final String SENT = "NextmvSent";
    /** What is still to be fetched before a ticket can be delivered: a String. */
    public static final String MISSING = "NextmvMissing";
    /** Whether the output comes with the run's result: a Boolean. */
    public static final String INLINE = "NextmvInline";
    /** The asset that is being fetched: an {@code Asset}. */
    public static final String ASSET = "NextmvAsset";
    /** The endpoint that an answer goes to: a String. */
    public static final String TO = "NextmvTo";
    /** Set when a message's body could be read. */
    public static final String READ = "NextmvRead";
    /** Whether a message was delivered before; not there where its bus does not say so: a Boolean. */
    public static final String DELIVERED_BEFORE = "NextmvDeliveredBefore";
    /** Whether a message that is not let go of is fetched again, and never thrown away: a Boolean, or not there. */
    public static final String FETCHED_AGAIN = "NextmvFetchedAgain";
    /** The signature of an event: a String. */
    public static final String SIGNATURE = "NextmvSignature";
    /** What is to be canceled: a String. */
    public static final String CANCEL = "NextmvCancel";
    /** The name of the file for the answer to a wish: a String. */
    public static final String ANSWER_FILE = "NextmvAnswerFile";
    /** The application that is asked: a String. */
    public static final String APPLICATION_ID = "NextmvApplicationId";
    /** The run that is asked for: a String. */
    public static final String RUN_ID = "NextmvRunId";
    /** The method of a request: a String. */
    public static final String METHOD = "NextmvMethod";
    /** The path of a request: a String. */
    public static final String PATH = "NextmvPath";
    /** The query of a request: a String, empty for none. */
    public static final String QUERY = "NextmvQuery";
    /** The presigned address of a file, which is never shown: a String. */
    public static final String ADDRESS = "NextmvAddress";
    /** The file that an answer is saved to: a String. */
    public static final String FILE = "NextmvFile";

    /**
     * What a step has met, as it was thrown: Camel's own property, for {@code doCatch}. Camel's annotation for it gives the
     * innermost cause, which does not tell whose fault it is: an exception of the disk is an unchecked one around another.
     */
    public static final String CAUGHT = "CamelExceptionCaught";

    private Slots() {
    }
}
