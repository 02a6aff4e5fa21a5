package io.camelnextmv.cloud;

import io.camelnextmv.cloud.Deadlines.Watch;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecRuntime;

/**
 * The body of an answer: it breaks off where it is larger than its kind may be, and where it comes too slowly. Closed
 * long before its end, it closes its connection: the rest of an answer that nobody wants may have no end.
 */
public final class AnswerStream extends FilterInputStream {
    /** So little is read for the sake of the connection, which can then be used again; in bytes. */
    static final long LITTLE = 8 * 1024;
    private final AnswerKind kind;
    private final long most;
    private final long length;
    private final Watch watch;
    private final ExecRuntime connection;
    private long left;
    private boolean ended;

    /**
     * @param body       the bytes, unpacked
     * @param kind       what it is
     * @param most       how many bytes it may have
     * @param length     how many it has as its head says, negative where that does not say so
     * @param watch      its deadline
     * @param connection what it comes by
     */
    AnswerStream(InputStream body, AnswerKind kind, long most, long length, Watch watch, ExecRuntime connection) {
        super(body);
        this.kind = kind;
        this.most = most;
        this.left = most;
        this.length = length;
        this.watch = watch;
        this.connection = connection;
    }

    /** @return how many bytes will come, negative where that is not known before, or they are more than may come */
    public long length() {
        return length > most ? -1 : length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int size) throws IOException {
        if (size == 0) {
            return 0;
        }
        if (ended) {
            return -1;
        }
        if (length > most && kind != AnswerKind.REFUSAL) {
            throw tooLarge();
        }
        int read;
        try {
            read = in.read(bytes, offset, size);
        } catch (IOException e) {
            abandon();
            if (kind == AnswerKind.REFUSAL) {
                // It is the status that counts, and that is known.
                return -1;
            }
            throw watch.fired() ? new AnswerTooSlow(kind, watch.seconds(), e) : e;
        }
        if (read < 0) {
            ended = true;
            release();
            return -1;
        }
        left -= read;
        if (left >= 0) {
            return read;
        }
        if (kind == AnswerKind.REFUSAL) {
            abandon();
            int kept = (int) (read + left);
            return kept > 0 ? kept : -1;
        }
        throw tooLarge();
    }

    /** What unpacks an answer leaves the end of what it came in unread, and so keeps its connection: closed, it reads that. */
    private void release() {
        watch.last();
        try {
            in.close();
        } catch (IOException e) {
            connection.discardEndpoint();
        } finally {
            watch.end();
        }
    }

    private AnswerTooLarge tooLarge() {
        abandon();
        return new AnswerTooLarge(kind, most);
    }

    @Override
    public long skip(long count) throws IOException {
        // What is skipped counts too.
        byte[] dropped = new byte[(int) Math.max(0, Math.min(count, 8192))];
        return Math.max(0, read(dropped, 0, dropped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void abandon() {
        ended = true;
        watch.end();
        connection.discardEndpoint();
        try {
            // Frees what unpacks it; of the connection, which is closed, there is nothing left to be read.
            in.close();
        } catch (IOException e) {
            // it was given up
        }
    }

    @Override
    public void close() {
        long rest = length - (most - left);
        if (!ended && length >= 0 && length <= most && rest <= LITTLE) {
            drain((int) rest);
        }
        if (!ended) {
            abandon();
        }
    }

    /** One byte more than there is, which is how the end of a body is seen. */
    private void drain(int rest) {
        try {
            readNBytes(rest + 1);
        } catch (IOException e) {
            // then the connection is not used again
        }
    }
}
