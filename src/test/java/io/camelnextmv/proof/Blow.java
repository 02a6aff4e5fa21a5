package io.camelnextmv.proof;

/** What befalls one request on its way. */
enum Blow {
    /** Nothing. */
    NONE,
    /** The connection breaks before the request reaches the service. */
    CUT_BEFORE,
    /** The service does what it is asked for; the connection breaks before its answer. */
    CUT_BEFORE_ANSWER,
    /** The connection breaks in the middle of the answer. */
    CUT_IN_ANSWER,
    /** The service does what it is asked for; a gateway in between answers 502. */
    BAD_GATEWAY,
    /** The service does what it is asked for; the connection breaks right behind its answer. */
    CUT_AFTER,
    /** The service asks to slow down, and does nothing. */
    TOO_MANY,
    /** The service does what it is asked for, and answers 500. */
    FAILED,
    /** The service answers 503, and does nothing. */
    UNAVAILABLE,
    /** The service does what it is asked for; no answer ever comes. */
    SILENCE,
    /** The process is killed before the request reaches the service. */
    KILL_BEFORE,
    /** The service does what it is asked for; the process is killed before the answer. */
    KILL_BEFORE_ANSWER,
    /** The process is killed in the middle of the answer. */
    KILL_IN_ANSWER,
    /** The process is killed when it has been sent the whole answer. */
    KILL_AFTER;

    boolean kills() {
        return name().startsWith("KILL");
    }

    /** The status that a gateway in between answers with, 0 for none, and whether the service is asked before. */
    int status() {
        return switch (this) {
            case TOO_MANY -> 429;
            case FAILED -> 500;
            case BAD_GATEWAY -> 502;
            case UNAVAILABLE -> 503;
            default -> 0;
        };
    }

    boolean isRefused() {
        return this == TOO_MANY || this == UNAVAILABLE;
    }

    boolean isBeforeRequest() {
        return this == CUT_BEFORE || this == KILL_BEFORE;
    }

    boolean isBeforeAnswer() {
        return this == CUT_BEFORE_ANSWER || this == KILL_BEFORE_ANSWER;
    }

    boolean isInAnswer() {
        return this == CUT_IN_ANSWER || this == KILL_IN_ANSWER;
    }
}
