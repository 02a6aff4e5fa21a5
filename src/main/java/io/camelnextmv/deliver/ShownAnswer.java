package io.camelnextmv.deliver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/**
 * An answer while it is read, and what may be shown of it to people: its beginning and its end, without the queries of
 * addresses, which open them.
 */
final class ShownAnswer extends InputStream {
    /** Of each end, in bytes: nearly every answer is shown whole. */
    private static final int HALF = 256 * 1024;
    private static final byte[] QUERY = "?…".getBytes(StandardCharsets.UTF_8);
    private final InputStream answer;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    /** What came last, round and round; made when the head is full. */
    private byte[] tail = {};
    private long behind;
    private boolean inQuery;
    private boolean broken;

    ShownAnswer(InputStream answer) {
        this.answer = answer;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = answer.read(bytes, offset, length);
        for (int i = offset; i < offset + read; i++) {
            note(bytes[i]);
        }
        return read;
    }

    private void note(byte next) {
        if (inQuery) {
            inQuery = next != '"' && next != ' ' && (next < '\t' || next > '\r');
        }
        if (inQuery) {
            return;
        }
        if (next == '?') {
            inQuery = true;
            for (byte one : QUERY) {
                keep(one);
            }
        } else {
            keep(next);
        }
    }

    private void keep(byte one) {
        if (head.size() < HALF) {
            head.write(one);
            return;
        }
        if (tail.length == 0) {
            tail = new byte[HALF];
        }
        tail[(int) (behind++ % HALF)] = one;
    }

    /** It was not read to its end: how much of it was is chance, and is not shown, so that the same looks the same. */
    void breaksOff() {
        broken = true;
    }

    InputStream shown() {
        if (broken) {
            return of(head.toByteArray(), left("all else is"));
        }
        int first = (int) (behind % HALF);
        return behind <= tail.length
                ? new SequenceInputStream(of(head.toByteArray()), new ByteArrayInputStream(tail, 0, (int) behind))
                : new SequenceInputStream(of(head.toByteArray(), left(behind - HALF + " bytes are")), new SequenceInputStream(
                        new ByteArrayInputStream(tail, first, HALF - first), new ByteArrayInputStream(tail, 0, first)));
    }

    private static InputStream of(byte[]... parts) {
        return new SequenceInputStream(Collections.enumeration(List.of(parts).stream().map(ByteArrayInputStream::new).toList()));
    }

    private static byte[] left(String what) {
        return (" [... " + what + " left out here ...] ").getBytes(StandardCharsets.UTF_8);
    }
}
