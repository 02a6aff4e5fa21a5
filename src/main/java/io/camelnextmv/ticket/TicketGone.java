package io.camelnextmv.ticket;

/** A ticket's folder is not there any more: somebody took it away, or it was archived meanwhile. */
public final class TicketGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param ticket the ticket's name */
    public TicketGone(TicketName ticket) {
        this(ticket, "is not in work/ any more");
    }

    public TicketGone(TicketName ticket, String why) {
        super("ticket " + ticket + " " + why);
    }
}
