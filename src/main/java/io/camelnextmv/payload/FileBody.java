package io.camelnextmv.payload;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A part of a file as the body of a request, sent from the disk with its length known before. A fault of the disk is an
 * {@link UncheckedIOException}, so that it is told from one of the connection.
 */
public final class FileBody extends AbstractHttpEntity {
    /** Larger than the client's own, which made uploads half as fast again. */
    private static final int BUFFER = 128 * 1024;
    private final Path file;
    private final long start;
    private final long end;
    private volatile long begun = System.nanoTime();

    /**
     * @param file  the file
     * @param start its first byte that is sent
     * @param end   behind the last one
     */
    public FileBody(Path file, long start, long end) {
        // Of no content type: an address may be signed for one, and none was agreed upon.
        super((String) null, null);
        this.file = file;
        this.start = start;
        this.end = end;
    }

    @Override
    public long getContentLength() {
        return end - start;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        begun = System.nanoTime();
        copy(file, start, end, out);
    }

    /** @return how long ago the sending began; to be asked when the answer is there */
    public Duration sentIn() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Copies a part of a file; our disk's faults are unchecked. */
    static void copy(Path file, long start, long end, OutputStream out) throws IOException {
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, end - start))];
        try (InputStream in = open(file, start)) {
            for (long left = end - start; left > 0;) {
                int read = read(in, buffer, left);
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }

    private static InputStream open(Path file, long start) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            channel.position(start);
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int read(InputStream in, byte[] buffer, long left) {
        try {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the file became shorter while it was sent");
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream getContent() throws IOException {
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(start);
        return in;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
