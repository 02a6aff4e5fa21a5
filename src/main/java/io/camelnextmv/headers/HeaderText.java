package io.camelnextmv.headers;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of a message as texts. They come from anybody: what is no text, and what is longer than any header needs to
 * be, is told, and never met a second time by whoever writes it to the disk or to a broker.
 */
public final class HeaderText {
    /** In bytes. Brokers keep all headers of a message in one piece of their journal, and a report goes with them. */
    public static final int LONGEST = 64 * 1024;

    private HeaderText() {
    }

    /**
     * @return the text without blanks around it; empty where there is none
     * @throws IllegalArgumentException if the header is no text, or too long
     */
    public static Optional<String> of(Map<String, Object> headers, String name) {
        return exactly(headers, name).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * The same as it is: of two ids that differ in a blank, each is another one.
     *
     * @throws IllegalArgumentException if the header is no text, or too long
     */
    public static Optional<String> exactly(Map<String, Object> headers, String name) {
        return Optional.ofNullable(headers.get(name)).map(value -> text(name, value)).filter(text -> !text.isEmpty());
    }

    /** The same where the message is refused in any case: what cannot be is left out. */
    public static Optional<String> ifItCanBe(Map<String, Object> headers, String name) {
        try {
            return exactly(headers, name);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * @return the text of a value
     * @throws IllegalArgumentException if it is none, or too long
     */
    static String text(String name, Object value) {
        String text = value instanceof byte[] bytes ? decoded(name, bytes) : words(name, value);
        // A part of a pair of letters alone cannot be written down as UTF-8.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("the header " + name + " is no text: it holds half a letter");
        }
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST) {
            throw new IllegalArgumentException("the header " + name + " has " + length + " bytes: at most " + LONGEST
                    + " are taken");
        }
        return text;
    }

    private static String words(String name, Object value) {
        boolean many = value.getClass().isArray() || value instanceof Map
                || value instanceof Iterable && !(value instanceof Path);
        if (many || value instanceof InputStream) {
            throw new IllegalArgumentException("the header " + name + " is no text, but a "
                    + value.getClass().getSimpleName());
        }
        return value.toString();
    }

    private static String decoded(String name, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the header " + name + " is no text: its bytes are no UTF-8");
        }
    }
}
