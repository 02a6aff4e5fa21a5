package io.camelnextmv.payload;

import io.camelnextmv.cloud.Limits;

/** Files that are more together than may be sent; the message says how many bytes they have, and which setting says so. */
final class TooLarge extends BadArchive {
    private static final long serialVersionUID = 1L;

    /**
     * @param files   what of them has how many bytes, said as in {@code its files have 7 bytes together}
     * @param most    how many they may have
     * @param setting which says so
     */
    TooLarge(String files, long most, String setting) {
        super(files + ", and at most " + Limits.words(most) + " may be sent (" + setting + ")");
    }
}
