package io.camelnextmv.document;

import java.util.regex.Pattern;

/**
 * A value that is no text: a number, true or false.
 *
 * @param text as it is written
 */
public record Literal(String text) {
    private static final Pattern WRITTEN = Pattern.compile(
            "true|True|TRUE|false|False|FALSE|-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?");

    /** @return whether a value that stands without quotes is one, and no text */
    static boolean is(String text) {
        return WRITTEN.matcher(text).matches();
    }

    /** @return the same as JSON has it: a number is as it is written, 1.50 and 1e400 too */
    public String json() {
        return Character.isLetter(text.charAt(0)) ? text.toLowerCase(java.util.Locale.ROOT) : text;
    }
}
