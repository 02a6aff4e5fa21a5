package io.camelnextmv.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A file of an inbox cannot be renamed into the folder of its ticket, which could be written: it is not our disk that says no, but the
 * file, or its inbox.
 */
public final class NotMoved extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    NotMoved(Path file, IOException why) {
        super(file + " cannot be taken: " + why.getMessage(), why);
    }
}
