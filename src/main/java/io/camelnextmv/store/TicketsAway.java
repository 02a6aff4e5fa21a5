package io.camelnextmv.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The folder of the tickets is not there, or is another one: its volume was unmounted, or it was renamed. No ticket is
 * gone for that; it is waited for.
 */
public final class TicketsAway extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    /** @param work the folder */
    public TicketsAway(Path work) {
        super(new IOException("the folder of the tickets, " + work + ", is not there, or is not the one that this gateway"
                + " works on: its lock is not in it. Was its volume unmounted, or a folder above it renamed? Bring it back;"
                + " nothing is lost, and nothing is let go of"));
    }
}
