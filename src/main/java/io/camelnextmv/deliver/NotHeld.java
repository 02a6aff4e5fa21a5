package io.camelnextmv.deliver;

import java.io.IOException;

/** A file system takes other files, but not this one: the message names it and says why, without a dot. */
final class NotHeld extends IOException {
    private static final long serialVersionUID = 1L;

    NotHeld(String message) {
        super(message);
    }
}
