package io.camelnextmv.sandbox;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Keeps payloads: small ones in the heap while its budget lasts, all others in a temporary folder that
 * {@link #close()} deletes.
 */
final class PayloadStore implements AutoCloseable {
    private static final int BUFFER = 128 * 1024;

    private final Path folder;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong heapUsed = new AtomicLong();

    PayloadStore() throws IOException {
        folder = Files.createTempDirectory("nextmv-sandbox-");
    }

    Payload keep(byte[] bytes) throws IOException {
        if (fitsHeap(bytes.length)) {
            return Payload.of(bytes);
        }
        return new Payload.InFile(Files.write(newFile(), bytes), bytes.length);
    }

    /**
     * Streams exactly {@code length} bytes into a file.
     *
     * @throws EOFException if the stream ends before; nothing is kept then
     */
    Payload receive(InputStream in, long length) throws IOException {
        Path file = newFile();
        boolean complete = false;
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            long left = length;
            while (left > 0) {
                // The server hands out 8 KiB at a time: writing each of them alone takes three times as long.
                int read = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
                if (read == 0) {
                    throw new EOFException("the body ended " + left + " bytes early");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(file);
            }
        }
        return new Payload.InFile(file, length);
    }

    /** A stream to write a payload of unknown size to. */
    Draft draft() {
        return new Draft();
    }

    void discard(Payload payload) {
        if (payload instanceof Payload.InHeap small) {
            heapUsed.addAndGet(-small.size());
        } else if (payload instanceof Payload.InFile file) {
            try {
                Files.deleteIfExists(file.file());
            } catch (IOException e) {
                // Left for close(): the folder goes as a whole.
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }

    private boolean fitsHeap(int length) {
        if (length > Limits.SMALL) {
            return false;
        }
        if (heapUsed.addAndGet(length) <= Limits.HEAP_BUDGET || length <= Limits.TINY) {
            return true;
        }
        heapUsed.addAndGet(-length);
        return false;
    }

    private Path newFile() {
        return folder.resolve(Long.toString(count.incrementAndGet()));
    }

    /** Starts in the heap and moves to a file once it grows over the limit of the heap. */
    final class Draft extends OutputStream {
        private ByteArrayOutputStream head = new ByteArrayOutputStream();
        private long size;
        private Path file;
        private OutputStream out;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            size += length;
            if (out == null && size <= Limits.SMALL) {
                head.write(bytes, offset, length);
                return;
            }
            spill();
            out.write(bytes, offset, length);
        }

        /** Ends the payload; the draft takes nothing more. */
        Payload finish() throws IOException {
            if (out == null) {
                byte[] content = head.toByteArray();
                head.reset();
                return keep(content);
            }
            out.close();
            return new Payload.InFile(file, size);
        }

        /** Throws away what was written. */
        void abandon() throws IOException {
            if (out != null) {
                out.close();
                Files.deleteIfExists(file);
            }
        }

        private void spill() throws IOException {
            if (out == null) {
                file = newFile();
                out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
                head.writeTo(out);
                head = new ByteArrayOutputStream(0);
            }
        }
    }
}
