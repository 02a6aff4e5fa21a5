package io.camelnextmv.payload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * Counts what is read of a zip while its list of entries is read, which whoever parses it holds in the heap: a list of
 * millions of entries, or of endless names, is refused before it is there. What our disk says is unchecked, so that it is
 * told from what is said of the zip.
 */
final class ZipGuard implements SeekableByteChannel {
    /** The fixed part of an entry in the list, behind its signature, is read in one piece of this length. */
    private static final int ENTRY = 42;
    /** The end of the list is searched for, and each entry may have names, comments and more. */
    private static final long FOR_THE_END = 1024L * 1024;
    private static final long FOR_EACH = 2048;
    private final SeekableByteChannel file;
    private final int maxEntries;
    private final long maxBytes;
    private int entries;
    private long bytes;
    private boolean opened;

    ZipGuard(SeekableByteChannel file, int maxEntries) {
        this.file = file;
        this.maxEntries = maxEntries;
        this.maxBytes = FOR_THE_END + FOR_EACH * maxEntries;
    }

    /** The list was read: from here on nothing is counted. */
    void opened() {
        opened = true;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!opened && target.remaining() == ENTRY) {
            entries++;
        }
        int read = ours(() -> file.read(target));
        bytes += Math.max(0, read);
        if (!opened && (entries > maxEntries || bytes > maxBytes)) {
            throw new BadArchive("it has more than " + maxEntries + " entries (nextmv.archive.max-entries)");
        }
        return read;
    }

    private interface Act<T> {
        T done() throws IOException;
    }

    private static <T> T ours(Act<T> act) {
        try {
            return act.done();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long position() {
        return ours(file::position);
    }

    @Override
    public SeekableByteChannel position(long position) {
        ours(() -> file.position(position));
        return this;
    }

    @Override
    public long size() {
        return ours(file::size);
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
