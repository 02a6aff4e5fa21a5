package io.camelnextmv.ticket;

import java.io.IOException;

/** A ticket has a form that this version does not know: it is nobody's to change, mend or throw away here. */
public final class TicketOfLaterVersion extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param format the version of its form, as it is written there */
    public TicketOfLaterVersion(String format) {
        super("a later version of camel-nextmv has written it: its format is " + format + ", and this one knows them up to "
                + Ticket.FORMAT);
    }
}
