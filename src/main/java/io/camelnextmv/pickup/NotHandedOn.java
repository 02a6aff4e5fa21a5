package io.camelnextmv.pickup;

/** The ticket of a message could not be sent to where it is to wait: the message stays where it is. */
public final class NotHandedOn extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param why what the broker or the disk said */
    public NotHandedOn(Exception why) {
        super("the ticket cannot be sent to where it waits: " + why.getMessage(), why);
    }
}
