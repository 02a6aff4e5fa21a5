package io.camelnextmv.payload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Looks at the headers of a tar that is read through it. Names and attributes that are longer than any file system
 * takes would otherwise be read into the heap by whoever parses the tar, and a small gzip can hold gigabytes of them.
 */
final class TarGuard extends FilterInputStream {
    private static final int BLOCK = 512;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE_AT = 156;
    private static final long LONGEST_NAME = 64 * 1024;
    private static final String NAMES = "LKxgX";
    private static final char SPARSE = 'S';
    private final byte[] header = new byte[BLOCK];
    private int filled;
    private long content;
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
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        left -= Math.max(0, read);
        if (left < 0) {
            throw new BadArchive("it has more around its files than any archive needs");
        }
        for (int at = offset, end = offset + read; at < end;) {
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
        return read;
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
        if (type == SPARSE) {
            throw new BadArchive("it has a file with holes");
        }
        content = (size + BLOCK - 1) / BLOCK * BLOCK;
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
