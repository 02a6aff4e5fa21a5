package io.camelnextmv.headers;

import io.camelnextmv.api.PublicApi;

/**
 * The names of the Camel headers that are ours: what messages say to others. What our routes say to one another is no
 * header, see {@link Slots}. What a file beside an input may say is a header too, by the rule that
 * {@code queuing.priority} is {@code NextmvQueuingPriority}.
 */
@PublicApi
public final class NextmvHeaders {
    // ---- What a message says of its input

    /** The name of the input in a message, whose ending says what it is; {@code message.json} if left out: a String. */
    public static final String INPUT = "NextmvInput";
    /** The inbox by whose settings the input is run: a name of {@code nextmv.inboxes}, as a String. */
    public static final String INBOX = "NextmvInbox";
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
    /** The key of its record, or a correlation id that is no text: a byte[]. */
    public static final String KEY = "NextmvKey";
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

    // ---- What a ticket that waits in a broker carries, beside its name, input and run

    /** The ticket's state, in capitals: a String. */
    public static final String STATE = "NextmvState";
    /** The step of a ticket that waits in a broker: a String. */
    public static final String STEP = "NextmvStep";
    /** How many faults a step has met in a row: an Integer. */
    public static final String FAULTS = "NextmvFaults";
    /** How often in a row the input of a ticket that waits in a broker could not be had from where it lies: an Integer. */
    public static final String UNFETCHED = "NextmvUnfetched";
    /** The files of a ticket that waits in a broker, as JSON: a String. */
    public static final String TRAVELLING_FILES = "NextmvBaggage";

    /** Whether the input of a ticket that waits in a broker waits in a message of its own: a Boolean. */
    public static final String INPUT_APART = "NextmvInputApart";
    /** The name of the ticket whose input a message is: a String. */
    public static final String INPUT_OF = "NextmvInputOf";

    private NextmvHeaders() {
    }
}
