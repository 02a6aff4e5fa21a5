package io.camelnextmv.cli;

/** A command could not do what it was asked to; the message is one line for the person who asked. */
final class NotDone extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** What was named is not there, is not clear, or has ended. */
    static final int NOT_THERE = 3;
    /** The service could not be reached, or refused. */
    static final int SERVICE = 4;
    /** The run has no output: it goes on, failed or was canceled. */
    static final int NO_OUTPUT = 5;
    /** What was waited for was canceled. */
    static final int CANCELED = 6;
    /** It was not waited for any longer. */
    static final int TIME_UP = 7;
    private final int exitCode;

    NotDone(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
