package io.camelnextmv.payload;

/** A file that the service would not take; the message is a sentence. */
public final class NotAnInput extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean unfinished;
    private final String whatToDo;

    NotAnInput(String message, boolean unfinished) {
        this(message, unfinished, "Mend the file, and drop it into the inbox again.");
    }

    NotAnInput(String message, boolean unfinished, String whatToDo) {
        super(message);
        this.unfinished = unfinished;
        this.whatToDo = whatToDo;
    }

    /** @return whether it merely ends too early, as a file does that is still being written */
    public boolean unfinished() {
        return unfinished;
    }

    /** @return what its owner can do about it, a sentence */
    public String whatToDo() {
        return whatToDo;
    }
}
