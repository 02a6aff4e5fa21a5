package io.camelnextmv.payload;

import io.camelnextmv.cloud.AnswerStream;
import io.camelnextmv.cloud.AnswerTooLarge;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.store.Directories;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Saves answers on the disk, the whole of one or nothing: half of one is the service's fault, and what our disk says is
 * told from it. No body at all is an empty answer. The last of the disk is not taken: an output that does not fit must not
 * keep small inputs waiting.
 */
public final class AnswerFile {
    private static final int BUFFER = 128 * 1024;
    /** As much as most answers have. */
    private static final int SMALL = 8 * 1024;
    /** Room for tickets, inputs, and outputs of the ordinary kind, in bytes; what is no larger asks for no room. */
    private static final long LEFT_FREE = 16L * 1024 * 1024;

    private AnswerFile() {
    }

    /** Says how much room there is. */
    interface Room {
        /**
         * @param folder a folder
         * @return how many bytes can be written there; very many where nobody knows
         */
        long in(Path folder) throws IOException;
    }

    /**
     * Saves an answer, over whatever an earlier attempt left.
     *
     * @param file   where to
     * @param answer its bytes
     * @return the file
     * @throws Fault                if it breaks off; no file is left then
     * @throws UnreadableAnswer     if it is larger than it may be; no file is left then
     * @throws UncheckedIOException if the disk says no, or has no room for it; no file is left then
     */
    public static Path to(Path file, InputStream answer) {
        return to(file, answer, AnswerFile::usable);
    }

    static Path to(Path file, InputStream answer, Room room) {
        return to(file, answer == null ? InputStream.nullInputStream() : answer, length(answer), room);
    }

    /** Of which a part was read already. */
    static Path to(Path file, byte[] begin, InputStream answer) {
        return to(file, new SequenceInputStream(new ByteArrayInputStream(begin), answer), length(answer), AnswerFile::usable);
    }

    /** Which was read already. */
    static Path to(Path file, byte[] answer, int start, int length) {
        return to(file, new ByteArrayInputStream(answer, start, length), length, AnswerFile::usable);
    }

    /** In bytes, as far as was said; below 0: unknown. */
    private static long length(InputStream answer) {
        return answer instanceof AnswerStream stream ? stream.length() : -1;
    }

    private static Path to(Path file, InputStream body, long length, Room room) {
        try {
            Directories.make(file.getParent());
            mustFit(file, length, room);
            boolean whole = false;
            try {
                copy(body, file, length, room);
                whole = true;
            } finally {
                if (!whole) {
                    Files.deleteIfExists(file);
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param length how many bytes are said to come; below 0: unknown */
    private static void copy(InputStream answer, Path file, long length, Room room) throws IOException {
        byte[] buffer = new byte[length < 0 ? BUFFER : (int) Math.min(BUFFER, Math.max(SMALL, length))];
        long unasked = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = read(answer, buffer); read >= 0; read = read(answer, buffer)) {
                out.write(buffer, 0, read);
                unasked += read;
                if (unasked > LEFT_FREE) {
                    unasked = 0;
                    mustFit(file, LEFT_FREE + 1, room);
                }
            }
        }
    }

    private static void mustFit(Path file, long length, Room room) throws IOException {
        if (length <= LEFT_FREE) {
            return;
        }
        long there = room.in(file.getParent());
        if (there - LEFT_FREE < length) {
            throw new IOException("no room in " + file.getParent() + ": " + length + " bytes are to be written, and "
                    + there + " are free, of which the last " + LEFT_FREE + " are left to others");
        }
    }

    private static long usable(Path folder) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        // Some file systems of a network do not say how large they are.
        return disk.getTotalSpace() <= 0 ? Long.MAX_VALUE : disk.getUsableSpace();
    }

    private static int read(InputStream answer, byte[] buffer) {
        return sent(() -> answer.read(buffer));
    }

    /** So many bytes, or all that there are, if it has fewer. */
    static byte[] first(InputStream answer, int most) {
        return sent(() -> answer.readNBytes(most));
    }

    /** What reads of an answer. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    /** What goes wrong while an answer is read is the service's fault. */
    private static <T> T sent(Reading<T> answer) {
        try {
            return answer.read();
        } catch (AnswerTooLarge e) {
            throw new UnreadableAnswer(e.getMessage(), e);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.SERVICE, 0, "the answer broke off: " + e.getMessage(), Optional.empty());
        }
    }
}
