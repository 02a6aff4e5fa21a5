package io.camelnextmv.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Reads small files of text, in whatever encoding an editor may have saved them. */
public final class SmallFile {
    private SmallFile() {
    }

    /**
     * @param file a name
     * @return whether there is a file of that name that can be read: no link, which would lead elsewhere, no folder, and
     *         no device or pipe, at which a reader may wait for ever
     */
    public static boolean isOne(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Reads one that a stranger may have put there.
     *
     * @param file the file
     * @param most how many bytes it may have
     * @return its text
     * @throws BadDocument if it is no file, too large, or encoded in a way that is not known
     * @throws IOException if it cannot be read
     */
    public static String text(Path file, int most) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isOne(file)) {
            throw new BadDocument("it is a link, a folder or a device, which is not followed: put the file itself there");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return text(in, most);
        }
    }

    /**
     * @param in   the bytes; not closed
     * @param most how many there may be
     * @return the text
     * @throws BadDocument if there are more, or they are encoded in a way that is not known
     * @throws IOException if they cannot be read
     */
    public static String text(InputStream in, int most) throws IOException {
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new BadDocument("it is too large: more than " + most / 1024 + " KiB");
        }
        try {
            return decoded(bytes);
        } catch (CharacterCodingException e) {
            throw new BadDocument("it is not encoded in UTF-8: save it so");
        }
    }

    /**
     * What a byte order mark says holds, and the mark is no part of the text; without one it is UTF-8.
     *
     * @param bytes the bytes
     * @return the text
     * @throws CharacterCodingException if they are none in that encoding
     */
    public static String decoded(byte[] bytes) throws CharacterCodingException {
        if (begins(bytes, 0xEF, 0xBB, 0xBF)) {
            return decoded(bytes, 3, StandardCharsets.UTF_8);
        }
        if (begins(bytes, 0xFE, 0xFF)) {
            return decoded(bytes, 2, StandardCharsets.UTF_16BE);
        }
        if (begins(bytes, 0xFF, 0xFE)) {
            return decoded(bytes, 2, StandardCharsets.UTF_16LE);
        }
        return decoded(bytes, 0, StandardCharsets.UTF_8);
    }

    private static String decoded(byte[] bytes, int start, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes, start, bytes.length - start)).toString();
    }

    private static boolean begins(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
