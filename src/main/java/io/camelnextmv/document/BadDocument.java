package io.camelnextmv.document;

/** A document that cannot be read as what it should be; the message says what is wrong with it, and where. */
public final class BadDocument extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, as the rest of a sentence that begins with the document's name */
    public BadDocument(String message) {
        super(message);
    }
}
