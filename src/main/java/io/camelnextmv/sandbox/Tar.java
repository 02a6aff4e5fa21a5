package io.camelnextmv.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * As much of the tar format (POSIX ustar) as the sandbox needs: copy an archive while looking at it, and add a file.
 * Nothing is ever unpacked to disk, and an archive with a name that could escape a folder is refused.
 */
final class Tar {
    private static final int BLOCK = 512;
    private static final int LONG_NAME_LIMIT = 64 * 1024;
    /** A small gzip can become a very large tar. */
    private static final long EXPANDED_LIMIT = 4 * Limits.UPLOAD;

    private Tar() {
    }

    /** Is shown every file as it is copied. */
    interface Visitor {
        /** Whether to be given the content of this file. */
        boolean wants(String name, long size);

        void content(byte[] content);
    }

    /**
     * Copies all members; the end of the archive is not written.
     *
     * @throws BadInput if it is no tar, or has links or unsafe names
     */
    static void copy(InputStream in, OutputStream out, Visitor visitor) throws IOException, BadInput {
        byte[] header = new byte[BLOCK];
        long total = 0;
        while (next(in, header)) {
            long size = number(header, 124, 12);
            if (sum(header) != number(header, 148, 8) || size < 0) {
                throw new BadInput("the input is not a gzipped tar: a header is broken");
            }
            total += size;
            if (total > EXPANDED_LIMIT) {
                throw new BadInput("the input's archive holds more than " + EXPANDED_LIMIT + " bytes");
            }
            out.write(header);
            member(in, out, visitor, header, size);
        }
    }

    private static void member(InputStream in, OutputStream out, Visitor visitor, byte[] header, long size)
            throws IOException, BadInput {
        char type = (char) header[156];
        String name = name(header);
        checkName(name);
        boolean file = type == '0' || type == 0;
        boolean longName = type == 'L' || type == 'x' || type == 'g';
        if (!file && !longName && type != '5') {
            throw new BadInput("the input's archive has a member that is neither file nor folder: " + name);
        }
        if (longName && size > LONG_NAME_LIMIT) {
            throw new BadInput("the input's archive has a name of " + size + " bytes");
        }
        if (longName || file && visitor.wants(name, size)) {
            byte[] content = in.readNBytes((int) size);
            if (content.length < size) {
                throw new EOFException();
            }
            out.write(content);
            if (longName) {
                checkLongName(type, new String(content, StandardCharsets.UTF_8));
            } else {
                visitor.content(content);
            }
        } else {
            transfer(in, out, size);
        }
        transfer(in, out, padding(size));
    }

    private static void checkLongName(char type, String content) throws BadInput {
        if (type == 'L') {
            checkName(content.replace("\0", ""));
            return;
        }
        for (String line : content.split("\n")) {
            int path = line.indexOf(" path=");
            if (path >= 0) {
                checkName(line.substring(path + 6));
            }
        }
    }

    private static void checkName(String name) throws BadInput {
        List<String> parts = Arrays.asList(name.split("[/\\\\]"));
        if (name.startsWith("/") || name.startsWith("\\") || name.contains(":\\") || parts.contains("..")) {
            throw new BadInput("the input's archive has a member outside of its folder: " + name);
        }
    }

    /** Adds a file at the end and ends the archive. */
    static void addLast(String name, Payload file, OutputStream out) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, String.format("%011o\0", file.size()));
        put(header, 136, "00000000000\0");
        header[156] = '0';
        put(header, 257, "ustar\00000");
        put(header, 148, String.format("%06o\0 ", sum(header)));
        out.write(header);
        try (InputStream in = file.open()) {
            in.transferTo(out);
        }
        out.write(new byte[(int) padding(file.size()) + 2 * BLOCK]);
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private static void transfer(InputStream in, OutputStream out, long size) throws IOException {
        byte[] buffer = new byte[(int) Math.min(size, 64 * 1024)];
        long left = size;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException();
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private static boolean next(InputStream in, byte[] header) throws IOException {
        int read = in.readNBytes(header, 0, BLOCK);
        if (read > 0 && read < BLOCK) {
            throw new EOFException("it ends within a header");
        }
        return read == BLOCK && !Arrays.equals(header, new byte[BLOCK]);
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        String prefix = text(header, 257, 5).equals("ustar") && header[262] == 0 ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    /** Octal text, or with the first bit set a binary number; -1 if it is neither. */
    private static long number(byte[] header, int offset, int length) {
        if ((header[offset] & 0x80) != 0) {
            long value = 0;
            for (int i = offset + length - 8; i < offset + length; i++) {
                value = value << 8 | header[i] & 0xff;
            }
            return value;
        }
        String octal = text(header, offset, length).trim();
        return octal.matches("[0-7]{1,12}") ? Long.parseLong(octal, 8) : -1;
    }

    private static long sum(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        return sum;
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
