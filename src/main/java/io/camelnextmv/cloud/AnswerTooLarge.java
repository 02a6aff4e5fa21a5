package io.camelnextmv.cloud;

import java.io.IOException;

/** An answer that is larger than any of its kind may be: it was not read any further. */
public final class AnswerTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooLarge(AnswerKind kind, long most) {
        super(kind.words() + " is too large: more than " + most + " bytes");
    }

    /**
     * @param thrown something that was thrown
     * @return whether that is what lies behind it
     */
    public static boolean isBehind(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof AnswerTooLarge) {
                return true;
            }
        }
        return false;
    }
}
