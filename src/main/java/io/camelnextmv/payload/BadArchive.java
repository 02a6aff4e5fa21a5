package io.camelnextmv.payload;

import java.io.IOException;

/** An archive that is broken, or asks for what no archive of ours may do; the message says what, without a dot. */
public final class BadArchive extends IOException {
    private static final long serialVersionUID = 1L;

    BadArchive(String message) {
        super(message);
    }
}
