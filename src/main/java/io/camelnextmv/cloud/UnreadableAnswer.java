package io.camelnextmv.cloud;

/** The service answered with something that is not what its documentation says: half an answer, HTML, an empty body. */
public final class UnreadableAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong with it */
    public UnreadableAnswer(String message) {
        super(message);
    }

    /**
     * @param message what is wrong with it
     * @param cause   what was met
     */
    public UnreadableAnswer(String message, Throwable cause) {
        super(message, cause);
    }
}
