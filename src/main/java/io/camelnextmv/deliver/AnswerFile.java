package io.camelnextmv.deliver;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.ticket.Directories;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Saves answers on the disk. One that breaks off is the service's fault, or the way's; what our disk says is told from it,
 * and so is what a whole answer holds ({@link Repeats}). No body at all is an empty answer.
 */
final class AnswerFile {
    /** The largest answer that is read into the heap, in bytes; what is longer stays a file. */
    static final int READABLE = 16 * 1024 * 1024;
    private static final int BUFFER = 128 * 1024;

    private AnswerFile() {
    }

    /** Over whatever an earlier attempt left. */
    static Path to(Path file, InputStream answer) {
        InputStream body = answer == null ? InputStream.nullInputStream() : answer;
        try {
            Directories.make(file.getParent());
            byte[] buffer = new byte[BUFFER];
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int read = read(body, buffer); read >= 0; read = read(body, buffer)) {
                    out.write(buffer, 0, read);
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The beginning of an answer, of at most so many bytes. */
    static byte[] read(InputStream answer, int most) {
        try {
            return answer == null ? new byte[0] : answer.readNBytes(most);
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    private static Fault brokenOff(IOException e) {
        return new Fault(Fault.Whose.SERVICE, 0, "the answer broke off: " + e.getMessage(), Optional.empty());
    }

    private static int read(InputStream answer, byte[] buffer) {
        try {
            return answer.read(buffer);
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }
}
