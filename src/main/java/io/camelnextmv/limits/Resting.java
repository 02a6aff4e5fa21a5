package io.camelnextmv.limits;

import io.camelnextmv.ticket.TicketName;

/** Is told which tickets wait for a turn: what their steps do meanwhile is nothing. */
public interface Resting {
    /** Nobody is told. */
    Resting UNTOLD = new Resting() {
        @Override
        public void begins(TicketName ticket) {
            // nobody looks
        }

        @Override
        public void ends(TicketName ticket) {
            // nobody looks
        }
    };

    /**
     * A ticket's step begins to wait.
     *
     * @param ticket the ticket's name
     */
    void begins(TicketName ticket);

    /**
     * It goes on.
     *
     * @param ticket the ticket's name
     */
    void ends(TicketName ticket);
}
