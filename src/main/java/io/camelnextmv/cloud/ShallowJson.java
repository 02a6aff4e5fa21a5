package io.camelnextmv.cloud;

import java.io.IOException;
import java.io.InputStream;

/**
 * JSON in UTF-8 of which lists and objects that are nested very deep become empty texts while it is read: an application may
 * nest its metrics as deep as it likes, and a parser remembers each level. All that is left out is counted, not kept;
 * half an answer stays one.
 */
final class ShallowJson extends InputStream {
    /** In levels: ours have five, and a tree of an answer is written again by a call for each. */
    static final int DEEPEST = 200;
    private static final int BRACE = '{' & ~'[';
    private final InputStream json;
    private int depth;
    private boolean inText;
    private boolean escaped;
    private boolean hasCut;

    ShallowJson(InputStream json) {
        this.json = json;
    }

    /** Whether something that has been read was nested too deep. */
    boolean hasCut() {
        return hasCut;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int kept = 0;
        while (kept == 0) {
            int read = json.read(bytes, offset, length);
            if (read < 0) {
                return -1;
            }
            kept = cut(bytes, offset, read);
        }
        return kept;
    }

    /** Moves what stays to the front; what takes the place of a list or an object is no longer than its brackets. */
    private int cut(byte[] bytes, int from, int size) {
        int end = from + size;
        int to = from;
        for (int i = from; i < end; i++) {
            int plain = escaped ? i : plain(bytes, i, end);
            if (depth <= DEEPEST) {
                if (to < i) {
                    System.arraycopy(bytes, i, bytes, to, plain - i);
                }
                to += plain - i;
            }
            i = plain;
            if (i < end) {
                byte next = bytes[i];
                int before = depth;
                step(next);
                // It opens the first level too many, or closes it.
                boolean edge = before != depth && Math.max(before, depth) == DEEPEST + 1;
                if (Math.min(before, depth) <= DEEPEST) {
                    bytes[to++] = edge ? (byte) '"' : next;
                }
            }
        }
        return to - from;
    }

    /** Where the next byte is that means something: nearly all of most answers is passed at once. */
    private int plain(byte[] bytes, int from, int end) {
        int at = from;
        if (inText) {
            while (at < end && bytes[at] != '"' && bytes[at] != '\\') {
                at++;
            }
        } else {
            // A bracket and its brace differ by one bit.
            while (at < end && bytes[at] != '"' && (bytes[at] | BRACE) != '{' && (bytes[at] | BRACE) != '}') {
                at++;
            }
        }
        return at;
    }

    private void step(byte next) {
        if (inText) {
            inText = escaped || next != '"';
            escaped = !escaped && next == '\\';
        } else if (next == '"') {
            inText = true;
        } else if ((next | BRACE) == '{') {
            depth++;
            hasCut |= depth > DEEPEST;
        } else if (depth > 0) {
            depth--;
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
