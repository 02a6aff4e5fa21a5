package io.camelnextmv.bus;

/** A message that waited is no ticket: somebody else has sent it. */
public final class NoTicket extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NoTicket(String why) {
        super("the message is no ticket" + why);
    }
}
