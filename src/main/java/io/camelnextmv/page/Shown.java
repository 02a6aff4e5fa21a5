package io.camelnextmv.page;

import io.camelnextmv.logging.Printable;
import java.util.regex.Pattern;

/** Text of others as the page gets it: of bounded length, in one line, and nothing in it that steers what shows it. */
final class Shown {
    /** In characters: a name has 255 bytes at most, a sentence some hundred. */
    static final int NAME = 300;
    static final int SENTENCE = 2000;
    private static final Pattern USER = Pattern.compile("//[^/@]*@");

    private Shown() {
    }

    static String name(String text) {
        return cut(text, NAME);
    }

    static String sentence(String text) {
        return cut(text, SENTENCE);
    }

    /** Where something went: an endpoint's address may name a user and a password. */
    static String place(String text) {
        return cut(USER.matcher(text).replaceAll("//"), SENTENCE);
    }

    private static String cut(String text, int most) {
        return Printable.of(text.length() <= most ? text : text.substring(0, most - 1) + "…");
    }
}
