package io.camelnextmv.posted;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The body of a request as it comes: no more than an input may have, and no less than was said. */
final class PostedBody extends FilterInputStream {
    private final long most;
    private final Optional<Long> length;
    private long read;

    /**
     * @param in     the bytes as they come
     * @param most   how many are taken
     * @param length how many were announced
     */
    PostedBody(InputStream in, long most, Optional<Long> length) {
        super(in);
        this.most = most;
        this.length = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        int got = in.read(bytes, offset, count);
        read += Math.max(0, got);
        if (read > most) {
            throw PostedInputs.tooLarge(most);
        }
        if (got < 0 && length.filter(announced -> read < announced).isPresent()) {
            throw new IOException("the body breaks off after " + read + " of " + length.get() + " bytes");
        }
        return got;
    }
}
