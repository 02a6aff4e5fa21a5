package io.camelnextmv.cloud;

import java.nio.charset.StandardCharsets;

/** Texts of the service as people get to see them. */
final class Words {
    /** In characters: what a report, a ticket and a line of the log can bear. */
    private static final int LONGEST = 2000;

    private Words() {
    }

    /** Its beginning, where it is long; halves of characters, which could not be written down, are question marks. */
    static String shortened(String text) {
        String kept = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
