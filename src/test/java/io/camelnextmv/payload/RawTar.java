package io.camelnextmv.payload;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntFunction;

/** Parts of a tar, byte for byte, as no well-behaved program writes them. */
final class RawTar {
    private static final int BLOCK = 512;

    private RawTar() {
    }

    static byte[] header(String name, char type, long size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        header[124] = (byte) 0x80;
        for (int i = 0; i < 8; i++) {
            header[135 - i] = (byte) (size >>> 8 * i);
        }
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    static byte[] file(String name, char type, String content) {
        return sized(name, type, content.length(), content);
    }

    /** With whatever the header says of its size. */
    static byte[] sized(String name, char type, long size, String content) {
        byte[] all = Arrays.copyOf(header(name, type, size), BLOCK + (content.length() + BLOCK - 1) / BLOCK * BLOCK);
        put(all, BLOCK, content);
        return all;
    }

    /** As POSIX writes one: its own length first. */
    static String attribute(String key, String value) {
        String rest = " " + key + "=" + value + "\n";
        int length = rest.length() + 1;
        while (("" + length).length() + rest.length() != length) {
            length++;
        }
        return length + rest;
    }

    static byte[] repeated(int times, IntFunction<byte[]> part, byte... behindEach) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(part.apply(i));
            all.writeBytes(behindEach);
        }
        return all.toByteArray();
    }

    private static void put(byte[] where, int at, String text) {
        System.arraycopy(text.getBytes(StandardCharsets.ISO_8859_1), 0, where, at, text.length());
    }
}
