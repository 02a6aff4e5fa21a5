package io.camelnextmv.payload;

import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;

/**
 * Finds where JSON values begin and end, and judges nothing else of them: what an application writes is its own. Numbers
 * that JSON has not (NaN, Infinity), bytes that are no UTF-8, control characters, keys and numbers of any length,
 * comments and single quotes pass, at any depth. Memory: a bit for each open bracket, and a buffer.
 */
final class JsonScanner {
    private static final int END = -1;
    private static final int BUFFER = 64 * 1024;
    private static final int ASCII = 0x80;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int filled;
    private long before;

    /** What was scanned cannot be told apart; the message says what was met, without a dot. */
    static final class NoJson extends IOException {
        private static final long serialVersionUID = 1L;

        NoJson(String message) {
            super(message);
        }
    }

    /**
     * @param in bytes; a byte order mark at their beginning is passed over
     * @throws IOException if they cannot be read
     */
    JsonScanner(InputStream in) throws IOException {
        this.in = in;
        if (peek() == 0xEF) {
            expect(0xEF);
            expect(0xBB);
            expect(0xBF);
        }
    }

    /** How many bytes have passed. */
    long position() {
        return before + at;
    }

    /** Whether nothing but blanks is left. */
    boolean isAtEnd() throws IOException {
        return next() == END;
    }

    /** The byte that comes behind blanks and comments, which stays; -1 at the end. */
    int next() throws IOException {
        for (int b = peek(); ; b = peek()) {
            if (b == '/') {
                comment();
            } else if (b == ' ' || b >= '\t' && b <= '\r') {
                at++;
            } else {
                return b;
            }
        }
    }

    /** Takes the byte that must come next. */
    void expect(int expected) throws IOException {
        int met = take();
        if (met != expected) {
            throw unexpected(met);
        }
    }

    /** Passes a value. */
    void value() throws IOException {
        int first = next();
        if (first == '{' || first == '[') {
            nested();
        } else if (isQuote(first)) {
            text(0);
        } else {
            word(0);
        }
    }

    /**
     * Passes a text or a word, without its quotes.
     *
     * @param most how many bytes of it are wanted
     * @return its first bytes, as they stand; one more than was wanted where there are more
     */
    byte[] token(int most) throws IOException {
        return isQuote(next()) ? text(most + 1) : word(most + 1);
    }

    private void nested() throws IOException {
        BitSet objects = new BitSet();
        int depth = 0;
        do {
            int b = next();
            switch (b) {
                case '{', '[' -> {
                    at++;
                    objects.set(depth, b == '{');
                    depth++;
                }
                case '}', ']' -> {
                    depth--;
                    if (objects.get(depth) != (b == '}')) {
                        throw unexpected(b);
                    }
                    at++;
                }
                case ',', ':' -> at++;
                case '"', '\'' -> text(0);
                default -> word(0);
            }
        } while (depth > 0);
    }

    private byte[] text(int most) throws IOException {
        int quote = take();
        Kept kept = new Kept(most);
        for (int b = take(); b != quote; b = take()) {
            kept.add(b);
            if (b == '\\') {
                kept.add(take());
            }
        }
        return kept.bytes();
    }

    private byte[] word(int most) throws IOException {
        if (!isOfWord(peek())) {
            throw unexpected(peek());
        }
        Kept kept = new Kept(most);
        while (isOfWord(peek())) {
            kept.add(take());
        }
        return kept.bytes();
    }

    private void comment() throws IOException {
        expect('/');
        int kind = take();
        if (kind == '/') {
            for (int b = peek(); b != END && b != '\n' && b != '\r'; b = peek()) {
                at++;
            }
        } else if (kind == '*') {
            int last = take();
            for (int b = take(); last != '*' || b != '/'; b = take()) {
                last = b;
            }
        } else {
            throw unexpected(kind);
        }
    }

    private static boolean isQuote(int b) {
        return b == '"' || b == '\'';
    }

    private static boolean isOfWord(int b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b >= ASCII || b == '-' || b == '+'
                || b == '.' || b == '_' || b == '$';
    }

    private NoJson unexpected(int b) {
        return new NoJson(b == END ? "it ends too early, after " + position() + " bytes"
                : "byte " + position() + " is not expected there: "
                        + (b > ' ' && b < 0x7F ? Character.toString(b) : "0x%02x".formatted(b)));
    }

    private int take() throws IOException {
        int b = peek();
        if (b == END) {
            throw unexpected(END);
        }
        at++;
        return b;
    }

    private int peek() throws IOException {
        if (at == filled) {
            before += filled;
            at = 0;
            filled = Math.max(0, in.read(buffer));
        }
        return at == filled ? END : buffer[at] & 0xFF;
    }

    /** The first bytes of something of any length. */
    private static final class Kept {
        private final byte[] bytes;
        private int length;

        private Kept(int most) {
            bytes = new byte[most];
        }

        private void add(int b) {
            if (length < bytes.length) {
                bytes[length] = (byte) b;
                length++;
            }
        }

        private byte[] bytes() {
            return java.util.Arrays.copyOf(bytes, length);
        }
    }
}
