package io.camelnextmv.sandbox;

/** A request that is answered with an error: its HTTP status and a sentence for the one who reads it. */
final class Refused extends Exception {
    private final int status;
    private final long retryAfter;

    Refused(int status, String message) {
        this(status, message, 1);
    }

    /** @param retryAfter said with 429, in seconds */
    Refused(int status, String message, long retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    static Refused badRequest(String message) {
        return new Refused(400, message);
    }

    static Refused notFound(String message) {
        return new Refused(404, message);
    }

    int status() {
        return status;
    }

    long retryAfter() {
        return retryAfter;
    }
}
