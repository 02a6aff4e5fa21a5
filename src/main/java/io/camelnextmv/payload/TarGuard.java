package io.camelnextmv.payload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Looks at the headers of a tar that is read through it. Names and attributes that are longer than any file system
 * takes would otherwise be read into the heap by whoever parses the tar, and a small gzip can hold gigabytes of them.
 *
 * <p>Who parses it says when it looks for the next entry ({@link #headers}): whatever it takes for a name, an attribute or a map of
 * holes then, it gets only so much of it. What the headers say is looked at beside that; two readers never agree upon all of it.
 */
final class TarGuard extends FilterInputStream {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE_AT = 156;
    private static final long LONGEST_NAME = 64 * 1024;
    /** Around one file: a name, what it is linked to, its attributes, each with its headers; and the zeros of the end. */
    private static final long MOST_AROUND_ONE = 4 * LONGEST_NAME;
    /** What holds for all that follow is kept until the end. */
    private static final long MOST_FOR_ALL = 16 * LONGEST_NAME;
    private static final String NAMES = "LKxgX";
    private static final String LONG_NAMES = "LK";
    private static final char FOR_ALL = 'g';
    private static final char SPARSE = 'S';
    private final byte[] header = new byte[BLOCK];
    private boolean inHeaders;
    private int filled;
    private long content;
    private long offset;
    private long around;
    private long forAll;
    private long left;

    /**
     * @param in   the tar, unpacked
     * @param most how many bytes it may have in all: one of nothing but names is a bomb as well
     */
    TarGuard(InputStream in, long most) {
        super(in);
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = super.read(bytes, from, length);
        left -= Math.max(0, read);
        if (left < 0) {
            throw new BadArchive("it has more around its files than any archive needs");
        }
        if (inHeaders && read > 0) {
            around += read;
            if (around > MOST_AROUND_ONE) {
                throw new BadArchive("it has a file with more than " + MOST_AROUND_ONE / 1024 + " KiB of names and attributes");
            }
            pass(bytes, from, from + read);
        }
        offset += Math.max(0, read);
        return read;
    }

    /** The next entry is looked for: all of the one before has been read. */
    void headers() {
        inHeaders = true;
        around = 0;
        filled = 0;
        content = (BLOCK - offset % BLOCK) % BLOCK;
    }

    /** The next entry has been found: what is read now is its content. */
    void contents() {
        inHeaders = false;
    }

    private void pass(byte[] bytes, int from, int end) throws BadArchive {
        for (int at = from; at < end;) {
            if (content > 0) {
                long passed = Math.min(content, end - at);
                content -= passed;
                at += (int) passed;
            } else {
                int part = Math.min(BLOCK - filled, end - at);
                System.arraycopy(bytes, at, header, filled, part);
                filled += part;
                at += part;
                if (filled == BLOCK) {
                    look();
                    filled = 0;
                }
            }
        }
    }

    /** By way of reading, so that nothing passes unseen. */
    @Override
    public long skip(long count) throws IOException {
        byte[] buffer = new byte[(int) Math.max(1, Math.min(count, 64 * 1024))];
        long skipped = 0;
        while (skipped < count) {
            int read = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void look() throws BadArchive {
        long size = size();
        char type = (char) header[TYPE_AT];
        if (NAMES.indexOf(type) >= 0 && size > LONGEST_NAME) {
            throw new BadArchive("it has a name of " + size + " bytes");
        }
        if (LONG_NAMES.indexOf(type) >= 0 && (header[0] == 0 || endsAsAFolder())) {
            // Of a folder nobody reads a content.
            throw new BadArchive("it is not a tar");
        }
        forAll += type == FOR_ALL ? size : 0;
        if (forAll > MOST_FOR_ALL) {
            throw new BadArchive("it has more than " + MOST_FOR_ALL / 1024 + " KiB of attributes for all files");
        }
        if (type == SPARSE) {
            throw new BadArchive("it has a file with holes");
        }
        content = (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private boolean endsAsAFolder() {
        int end = 0;
        while (end < NAME_LENGTH && header[end] != 0) {
            end++;
        }
        return header[end - 1] == '/';
    }

    private long size() throws BadArchive {
        if ((header[SIZE_AT] & 0x80) != 0) {
            long size = header[SIZE_AT] & 0x7F;
            for (int i = 1; i < SIZE_LENGTH; i++) {
                size = size << 8 | header[SIZE_AT + i] & 0xFF;
            }
            return checked(size);
        }
        String octal = new String(header, SIZE_AT, SIZE_LENGTH, StandardCharsets.US_ASCII).replace('\0', ' ').strip();
        try {
            return octal.isEmpty() ? 0 : checked(Long.parseLong(octal, 8));
        } catch (NumberFormatException e) {
            throw new BadArchive("it is not a tar");
        }
    }

    private static long checked(long size) throws BadArchive {
        if (size < 0 || size > Long.MAX_VALUE - BLOCK) {
            throw new BadArchive("it is not a tar");
        }
        return size;
    }
}
