package io.camelnextmv.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.camelnextmv.cloud.UnreadableAnswer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text of a JSON object on the disk, written into a file of its own; nothing of it is held in the heap. */
public final class JsonText {
    /** In levels: a parser remembers each. */
    private static final int DEEPEST = 10_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).maxNestingDepth(DEEPEST).build())
            .build();
    private static final String HEX = "0123456789abcdef";

    private JsonText() {
    }

    /**
     * Writes it, in UTF-8.
     *
     * @param json   a whole JSON object, in UTF-8
     * @param field  the name of the text
     * @param target the new file; empty where the object has no such text
     * @throws UnreadableAnswer if it is no JSON object, or half of one
     * @throws IOException      if the disk says no
     */
    public static void write(Path json, String field, Path target) throws IOException {
        long start = find(json, field);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target));
                InputStream in = new BufferedInputStream(Files.newInputStream(json))) {
            if (start >= 0) {
                in.skipNBytes(start + 1);
                decode(in, out);
            }
        }
    }

    /** Where its quotation mark is; the last one, if there are several. Reads to the end: half an answer is none. */
    private static long find(Path json, String field) throws IOException {
        long start = -1;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(json));
                JsonParser parser = FACTORY.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableAnswer("the answer is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = field.equals(parser.currentName());
                if (parser.nextToken() == JsonToken.VALUE_STRING && found) {
                    start = parser.currentTokenLocation().getByteOffset();
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new UnreadableAnswer("the answer is followed by something else");
            }
            return start;
        } catch (JsonProcessingException e) {
            throw new UnreadableAnswer("the answer is not the JSON that was expected: " + e.getOriginalMessage());
        }
    }

    /** The parser has seen it whole: each escape is one. */
    private static void decode(InputStream in, OutputStream out) throws IOException {
        for (int next = byteOf(in); next != '"'; next = byteOf(in)) {
            if (next == '\\') {
                escape(in, out);
            } else {
                out.write(next);
            }
        }
    }

    private static void escape(InputStream in, OutputStream out) throws IOException {
        int kind = byteOf(in);
        switch (kind) {
            case 'b' -> out.write('\b');
            case 'f' -> out.write('\f');
            case 'n' -> out.write('\n');
            case 'r' -> out.write('\r');
            case 't' -> out.write('\t');
            case 'u' -> unicode(in, out);
            default -> out.write(kind);
        }
    }

    /** One, or the two that are one character together; half of such a pair is a question mark. */
    private static void unicode(InputStream in, OutputStream out) throws IOException {
        String text = String.valueOf(hex(in));
        while (Character.isHighSurrogate(text.charAt(0)) && text.length() == 1) {
            in.mark(2);
            if (in.read() != '\\' || in.read() != 'u') {
                in.reset();
                break;
            }
            char next = hex(in);
            if (Character.isLowSurrogate(next)) {
                text += next;
            } else {
                // What stands behind half of a pair is a character of its own, perhaps the first half of another pair.
                out.write('?');
                text = String.valueOf(next);
            }
        }
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static char hex(InputStream in) throws IOException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            unit = unit * 16 + HEX.indexOf(Character.toLowerCase(byteOf(in)));
        }
        return (char) unit;
    }

    private static int byteOf(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the file became shorter while it was read");
        }
        return next;
    }
}
