package io.camelnextmv;

/** The names of the Camel headers that are ours. */
public final class NextmvHeaders {
    /** The ticket's name: a String. */
    public static final String TICKET = "NextmvTicket";
    /** The ticket's state, in capitals: a String. */
    public static final String STATE = "NextmvState";
    /** The application's id: a String. */
    public static final String APPLICATION_ID = "NextmvApplicationId";
    /** What is still to be fetched before a ticket can be delivered: a String. */
    public static final String MISSING = "NextmvMissing";

    /** Whether a 429 says that there is no capacity: a Boolean. */
    public static final String MAY_BE_BUSY = "NextmvMayBeBusy";

    /** The run's id: a String. */
    public static final String RUN_ID = "NextmvRunId";
    /** What became of the run: a String, as in the error report, or {@code succeeded} or {@code submitted}. */
    public static final String STATUS = "NextmvStatus";
    /** The name of the input in a message, whose ending says what it is; {@code message.json} if left out: a String. */
    public static final String INPUT = "NextmvInput";
    /** The options of the run: a map, or a JSON object as text. */
    public static final String OPTIONS = "NextmvOptions";
    /** For {@code direct:nextmv-cancel}: the input, ticket or run that is to be canceled: a String. */
    public static final String CANCEL = "NextmvCancel";

    private NextmvHeaders() {
    }
}
