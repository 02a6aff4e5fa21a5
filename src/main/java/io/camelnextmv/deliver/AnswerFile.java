package io.camelnextmv.deliver;

import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.ticket.Directories;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Saves answers on the disk; half of one is the service's fault, and what our disk says is told from it. */
final class AnswerFile {
    /** The largest answer that is read into the heap, in bytes; what is longer stays a file. */
    static final int READABLE = 16 * 1024 * 1024;
    private static final int BUFFER = 128 * 1024;

    private AnswerFile() {
    }

    /** Over whatever an earlier attempt left. */
    static Path to(Path file, InputStream answer) {
        if (answer == null) {
            throw new UnreadableAnswer("the answer is empty");
        }
        try {
            Directories.make(file.getParent());
            byte[] buffer = new byte[BUFFER];
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int read = read(answer, buffer); read >= 0; read = read(answer, buffer)) {
                    out.write(buffer, 0, read);
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int read(InputStream answer, byte[] buffer) {
        try {
            return answer.read(buffer);
        } catch (IOException e) {
            throw new UnreadableAnswer("the answer broke off: " + e.getMessage());
        }
    }
}
