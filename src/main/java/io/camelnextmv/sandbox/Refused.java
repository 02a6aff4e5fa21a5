package io.camelnextmv.sandbox;

/** A request that is answered with an error: its HTTP status and a sentence for the one who reads it. */
final class Refused extends Exception {
    private final int status;

    Refused(int status, String message) {
        super(message);
        this.status = status;
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
}
