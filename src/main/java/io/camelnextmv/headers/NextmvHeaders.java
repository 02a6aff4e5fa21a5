package io.camelnextmv.headers;

/**
 * The names of the Camel headers that are ours. What a file beside an input may say is a header too, by the rule that
 * {@code queuing.priority} is {@code NextmvQueuingPriority}.
 */
public final class NextmvHeaders {
    // ---- What a message says of its input

    /** The name of the input in a message, whose ending says what it is; {@code message.json} if left out: a String. */
    public static final String INPUT = "NextmvInput";
    /** Where the input lies that is not the body: a path or an http(s) address, as a String. */
    public static final String INPUT_FILE = "NextmvInputFile";
    /** The options of the run: a map, or a JSON object as text. */
    public static final String OPTIONS = "NextmvOptions";
    /** The application's id: a String. */
    public static final String APPLICATION_ID = "NextmvApplicationId";
    /** What makes a message one and the same when it is delivered again: a String. */
    public static final String MESSAGE_ID = "NextmvMessageId";
    /** By which whoever sent the message knows its answer: a String. */
    public static final String CORRELATION_ID = "NextmvCorrelationId";
    /** Where the answer shall go, by the name that the broker knows it by: a String. */
    public static final String REPLY_TO = "NextmvReplyTo";
    /** For {@code direct:nextmv-cancel}: the input, ticket or run that is to be canceled: a String. */
    public static final String CANCEL = "NextmvCancel";

    // ---- What an answer says

    /** The ticket's name: a String. */
    public static final String TICKET = "NextmvTicket";
    /** The run's id: a String. */
    public static final String RUN_ID = "NextmvRunId";
    /** What became of the run: a String, as in the error report, or {@code succeeded} or {@code submitted}. */
    public static final String STATUS = "NextmvStatus";
    /** The error report, JSON of at most 32 KiB: a String. */
    public static final String REPORT = "NextmvReport";

    // ---- Between our routes

    /** The ticket's state, in capitals: a String. */
    public static final String STATE = "NextmvState";
    /** The step of a ticket that waits in a broker: a String. */
    public static final String STEP = "NextmvStep";
    /** How many faults a step has met in a row: an Integer. */
    public static final String FAULTS = "NextmvFaults";
    /** The files of a ticket that waits in a broker, as JSON: a String. */
    public static final String BAGGAGE = "NextmvBaggage";
    /** When the first check of a run is due, in epoch ms: a Long. */
    public static final String FIRST_DUE = "NextmvFirstDue";
    /** The run's status as the account's queue says, empty where that does not name it: a String. */
    public static final String QUEUED = "NextmvQueued";
    /** What is still to be fetched before a ticket can be delivered: a String. */
    public static final String MISSING = "NextmvMissing";
    /** Whether a 429 says that there is no capacity: a Boolean. */
    public static final String MAY_BE_BUSY = "NextmvMayBeBusy";
    /** The method of a request: a String. */
    public static final String METHOD = "NextmvMethod";
    /** The path of a request: a String. */
    public static final String PATH = "NextmvPath";
    /** The query of a request: a String, empty for none. */
    public static final String QUERY = "NextmvQuery";
    /** The file that an answer is saved to: a String. */
    public static final String FILE = "NextmvFile";

    private NextmvHeaders() {
    }
}
