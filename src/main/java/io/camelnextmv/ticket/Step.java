package io.camelnextmv.ticket;

/**
 * What is to be done next with a ticket: the one place where a state becomes a step. In one process a chapter of the routes makes
 * several of them; a ticket that waits in a broker goes there between any two.
 */
public enum Step {
    /** Its input is checked and, if it is large, uploaded: no run can have been started by it. */
    PREPARE,
    /** Its run is started: if this is begun and its end is not seen, the run is in doubt. */
    SUBMIT,
    /** Its run is looked for, before anything is sent again: by a step of its own, so that each doubt has its own looks. */
    LOOK_UP,
    /** Its run is checked. */
    CHECK,
    /** Its answer is brought home. */
    DELIVER,
    /** Nothing. */
    NONE;

    /** The step that a state asks for; nothing else says so. Whoever claims has prepared nothing: what was prepared may not hold any more. */
    public static Step of(Ticket.State state) {
        return switch (state) {
            case CLAIMED -> PREPARE;
            case SUBMITTING -> LOOK_UP;
            case SUBMITTED -> CHECK;
            case ENDED -> DELIVER;
            case DELIVERED -> NONE;
        };
    }

    /** @return the chapter of the routes that makes it, for a ticket that goes its way in one process */
    public String chapter() {
        return switch (this) {
            case PREPARE, SUBMIT, LOOK_UP -> "SUBMIT";
            case CHECK -> "AWAIT";
            case DELIVER, NONE -> "DELIVER";
        };
    }

    /** The step after this one, when it has succeeded. */
    public Step next(Ticket.State state) {
        return this == PREPARE && state == Ticket.State.CLAIMED ? SUBMIT : of(state);
    }

    /** Whether it is made with the input: what only checks or looks up a run is made without. */
    public boolean needsInput() {
        return this == PREPARE || this == SUBMIT || this == DELIVER;
    }

    /**
     * What is on its way goes before what has not begun: so a run is started as soon as its input is prepared, however
     * many inputs there are, and the time of the message tells when its request was sent.
     */
    public int priority() {
        return this == PREPARE ? 4 : 6;
    }
}
