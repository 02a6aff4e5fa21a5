package io.camelnextmv.cloud;

import java.time.Duration;
import java.util.Optional;

/**
 * A request that did not do what it was sent for, in words that say whose fault it is.
 */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is, which decides what happens next. */
    public enum Kind {
        /** The way to the service, or the service: certain that nothing was done. Waited out. */
        NOT_SENT,
        /** The service, or an answer that was lost: it may have been done. Waited out, and looked up first. */
        SERVICE,
        /** The address, the key or the application: nothing was done. Waited out until it is mended. */
        SETTINGS,
        /**
         * The key may not do that in an application, or with an instance, that the settings do not name for all: nothing
         * was done. Who asked finds out whether the key is good elsewhere, and whose fault it is then.
         */
        FORBIDDEN,
        /** What was asked for: the service understood, and refused. */
        REQUEST,
        /** The service does not know the application, instance or run: who asked knows which, and whose fault that is. */
        NOT_FOUND,
        /** Nobody's: there is no capacity for a run that asked not to be queued. */
        BUSY,
        /** Nobody's: no request is sent at the moment, because nothing gets through. */
        PAUSED
    }

    private final Kind kind;
    private final int status;
    private final transient Optional<Duration> retryAfter;
    private final boolean ofStorage;

    /**
     * @param kind      whose fault
     * @param status     the HTTP status, 0 without an answer
     * @param message    what happened, a sentence without secrets
     * @param retryAfter how long the service asks to wait
     */
    public Fault(Kind kind, int status, String message, Optional<Duration> retryAfter) {
        this(kind, status, message, retryAfter, false);
    }

    private Fault(Kind kind, int status, String message, Optional<Duration> retryAfter, boolean ofStorage) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.retryAfter = retryAfter;
        this.ofStorage = ofStorage;
    }

    /**
     * The same event, seen by one who knows more about it.
     *
     * @param other whose fault it is then
     * @return the fault
     */
    public Fault as(Kind other) {
        return new Fault(other, status, getMessage(), retryAfter(), ofStorage);
    }

    /** The same, where it was the object storage that was asked. */
    Fault ofStorage() {
        return new Fault(kind, status, getMessage(), retryAfter(), true);
    }

    /** @return whether it was the object storage that was asked, and not the API */
    public boolean isOfStorage() {
        return ofStorage;
    }

    /** @return whose fault it is */
    public Kind kind() {
        return kind;
    }

    /** @return the HTTP status, 0 without an answer */
    public int status() {
        return status;
    }

    /** @return how long the service asks to wait */
    public Optional<Duration> retryAfter() {
        return retryAfter == null ? Optional.empty() : retryAfter;
    }
}
