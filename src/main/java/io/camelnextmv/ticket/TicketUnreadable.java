package io.camelnextmv.ticket;

import java.io.IOException;

/** A ticket's file can be read, and holds no ticket, or another one. What the disk says is told from it. */
public final class TicketUnreadable extends IOException {
    private static final long serialVersionUID = 1L;

    public TicketUnreadable(String why, Throwable cause) {
        super(why, cause);
    }
}
