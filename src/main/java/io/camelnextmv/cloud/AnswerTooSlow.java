package io.camelnextmv.cloud;

import java.io.IOException;

/** A request whose answer did not come in the time that one of its size may take; its connection is closed. */
public final class AnswerTooSlow extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooSlow(AnswerKind kind, long seconds, Throwable met) {
        super(kind.words() + " did not come in " + seconds + " s, and so little of it came that it is not waited for", met);
    }
}
