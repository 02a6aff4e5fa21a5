package io.camelnextmv.cloud;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells how much of an answer is read, piece by piece. */
final class CountedStream extends FilterInputStream {
    private final AnswerKind kind;
    private final RequestWatch watch;

    /**
     * @param body  the bytes
     * @param kind  what they are
     * @param watch is told
     */
    CountedStream(InputStream body, AnswerKind kind, RequestWatch watch) {
        super(body);
        this.kind = kind;
        this.watch = watch;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            watch.read(kind, 1);
        }
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int size) throws IOException {
        int read = super.read(bytes, offset, size);
        if (read > 0) {
            watch.read(kind, read);
        }
        return read;
    }
}
