package io.camelnextmv.payload;

import java.io.IOException;

/** An archive that is broken, or asks for what no archive of ours may do; the message says what, without a dot. */
public sealed class BadArchive extends IOException permits TooLarge {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 120;

    BadArchive(String message) {
        super(message);
    }

    /** A name out of an archive, for a person: cut, and without what would steer a terminal. */
    static String shown(String name) {
        String cut = name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "… (" + name.length() + " characters)";
        return cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    }
}
