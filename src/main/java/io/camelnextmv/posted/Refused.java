package io.camelnextmv.posted;

import java.util.Optional;

/** A request that is answered with a sentence in place of what it asked for. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient Optional<Integer> retryAfter;

    /**
     * @param status     the HTTP status
     * @param retryAfter after how many seconds it may be asked again, if that changes anything
     * @param sentence   what is wrong
     */
    Refused(int status, Optional<Integer> retryAfter, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    Optional<Integer> retryAfter() {
        return retryAfter;
    }
}
