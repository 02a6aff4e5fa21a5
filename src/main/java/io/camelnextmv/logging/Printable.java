package io.camelnextmv.logging;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Text of others as it may be shown: every character that is not seen, or that steers what shows it, is written as an
 * escape. That holds for control characters (ESC, BEL, newlines, NEL and the rest of C0 and C1), for those of format
 * (bidirectional overrides, zero widths), and for halves of a character.
 */
public final class Printable {
    private Printable() {
    }

    /**
     * @param text any text
     * @return the same in one line of visible characters
     */
    public static String of(String text) {
        int first = 0;
        while (first < text.length() && isVisible(text.codePointAt(first))) {
            first += Character.charCount(text.codePointAt(first));
        }
        if (first >= text.length()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, first);
        text.substring(first).codePoints().forEach(character -> {
            if (isVisible(character)) {
                shown.appendCodePoint(character);
            } else {
                shown.append(escape(character));
            }
        });
        return shown.toString();
    }

    /**
     * @param text a text of many lines
     * @return the same with its lines and tabs, and everything else as {@link #of} shows it
     */
    public static String text(String text) {
        return Stream.of(text.split("(?<=[\n\t])|(?=[\n\t])", -1))
                .map(part -> part.equals("\n") || part.equals("\t") ? part : of(part.replaceFirst("\r$", "")))
                .collect(Collectors.joining());
    }

    /**
     * @param json some JSON
     * @return the same JSON, in which every character that is not seen, or steers what shows it, is an escape of JSON
     */
    public static String json(String json) {
        StringBuilder shown = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(character -> {
            if (isVisible(character) || character == '\n' || character == '\r' || character == '\t') {
                shown.appendCodePoint(character);
            } else {
                for (char half : Character.toChars(character)) {
                    shown.append(String.format("\\u%04x", (int) half));
                }
            }
        });
        return shown.toString();
    }

    static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String escape(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> character < 0x10000 ? String.format("\\u%04x", character) : String.format("\\u{%x}", character);
        };
    }
}
