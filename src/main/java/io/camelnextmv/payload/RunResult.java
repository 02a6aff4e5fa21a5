package io.camelnextmv.payload;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.UnreadableAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The result of a run, out of which its output is cut. Most are small and stay in memory for that moment: a file that is
 * made and removed for each run cost more than all that is read in it. A larger one lies on the disk.
 */
public final class RunResult {
    /** In bytes, for each result that is being read at the moment. */
    static final int SMALL = 32 * 1024;
    private final Path file;
    private final Optional<byte[]> small;

    private RunResult(Path file, Optional<byte[]> small) {
        this.file = file;
        this.small = small;
    }

    /**
     * Reads an answer to its end.
     *
     * @param answer its bytes; none at all is an empty one
     * @param file   where it lies if it is no small one, over whatever an earlier attempt left
     * @return the result
     * @throws Fault                if it breaks off; nothing of it is left then
     * @throws UnreadableAnswer     if it is larger than it may be; nothing of it is left then
     * @throws UncheckedIOException if the disk says no, or has no room for it; nothing of it is left then
     */
    public static RunResult of(InputStream answer, Path file) {
        InputStream body = answer == null ? InputStream.nullInputStream() : answer;
        byte[] begin = AnswerFile.first(body, SMALL);
        if (begin.length < SMALL) {
            return new RunResult(file, Optional.of(begin));
        }
        AnswerFile.to(file, begin, body);
        return new RunResult(file, Optional.empty());
    }

    /**
     * @return where its output is; empty when it has none
     * @throws UnreadableAnswer if it is not a JSON object, or only half of one
     * @throws IOException      if it cannot be read
     */
    public Optional<OutputSlice> output() throws IOException {
        return small.isPresent() ? OutputSlice.find(new ByteArrayInputStream(small.get())) : OutputSlice.find(file);
    }

    /**
     * Copies the output into a file of its own, in a folder that is made for it.
     *
     * @param output where it is
     * @param target the new file
     * @throws IOException          if the disk says no; no file is left then
     * @throws UncheckedIOException the same
     */
    public void copy(OutputSlice output, Path target) throws IOException {
        if (small.isPresent()) {
            AnswerFile.to(target, small.get(), (int) output.start(), (int) output.size());
        } else {
            output.copy(file, target);
        }
    }

    /**
     * @return where it lies on the disk, from now on at the latest
     * @throws UncheckedIOException if the disk says no; no file is left then
     */
    public Path file() {
        return small.map(bytes -> AnswerFile.to(file, bytes, 0, bytes.length)).orElse(file);
    }

    /**
     * It is not needed any more.
     *
     * @throws IOException if the disk says no
     */
    public void discard() throws IOException {
        Files.deleteIfExists(file);
    }
}
