package io.camelnextmv.ticket;

import java.util.Locale;
import java.util.Optional;

/** What the service calls the content of an input or an output. */
public enum Format {
    /** One JSON object. */
    JSON,
    /** A gzipped tar of files. */
    MULTI_FILE,
    /** The older name of a gzipped tar of files. */
    CSV_ARCHIVE,
    /** A text that the service does not look into. */
    TEXT;

    /** @return the word on the wire */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return whether its bytes are a gzipped tar */
    public boolean isArchive() {
        return this == MULTI_FILE || this == CSV_ARCHIVE;
    }

    /**
     * Reads the service's word.
     *
     * @param wire the word
     * @return the format; empty for one that is not known
     */
    public static Optional<Format> of(String wire) {
        for (Format format : values()) {
            if (format.wire().equals(wire)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
