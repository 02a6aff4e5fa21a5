package io.camelnextmv.headers;

/**
 * The exchange properties by which our routes hand on what steers a step. They are no headers: whoever sends a message or
 * answers a request can set headers, but none of these. They also outlive a redelivery, which puts headers and body back.
 */
public final class Slots {
    /** The ticket's name: a {@code TicketName}, or its text. */
    public static final String TICKET = "NextmvTicket";
    /** The inbox whose account requests are sent as, or {@code main}: a String; not there: the main account. */
    public static final String ACCOUNT = "NextmvAccount";
    /** The step of a ticket that waits in a broker: a String. */
    public static final String STEP = "NextmvStep";
    /** The request that is being sent: a {@code Request} to the API, or a {@code Transfer} of the object storage. */
    public static final String REQUEST = "NextmvRequest";
    /** The list that is read page by page: a {@code PagedList}. */
    public static final String PAGES = "NextmvPages";
    /** The turn that a request has had within the account's limits: a {@code Turn}, until it is sent. */
    public static final String TURN = "NextmvTurn";
    /** Where an outcome is sent to, and what of it has arrived: a {@link Dispatch}. */
    public static final String DISPATCH = "NextmvDispatch";
    /** The file that is on its way: an {@code Uploads.Started}, an {@code Asset}, or a String, the file to save an answer to. */
    public static final String FILE = "NextmvFile";

    /** How a message was received: a {@link Receipt}, or not there. */
    public static final String RECEIPT = "NextmvReceipt";

    /** What the step that is made has met in its tries: a {@link Tries}, or not there. */
    public static final String TRIES = "NextmvTries";

    /** What the headers said that a kamelet sets, by their names, while its step is made: a Map. */
    public static final String CALLERS_HEADERS = "NextmvCallersHeaders";

    /**
     * What a step has met, as it was thrown: Camel's own property, for {@code doCatch}. Camel's annotation for it gives the
     * innermost cause, which does not tell whose fault it is: an exception of the disk is an unchecked one around another.
     */
    public static final String CAUGHT = "CamelExceptionCaught";

    private Slots() {
    }
}
