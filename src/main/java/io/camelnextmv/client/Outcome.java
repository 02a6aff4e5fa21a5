package io.camelnextmv.client;

import io.camelnextmv.api.PublicApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a run that has succeeded leaves.
 *
 * @param ticket the ticket's name, which is that of its folder in the archive
 * @param runId  the run
 * @param status {@code succeeded}
 * @param output its output: a file, or a folder for an output of many files. It is in the archive, and goes with its ticket:
 *               {@code nextmv.archive.keep} after the end, 30 days by default; where {@code nextmv.archive.keep-size} bounds
 *               the archive, perhaps an hour after it. Read or copy it before
 */
@PublicApi
public record Outcome(String ticket, String runId, String status, Path output) {
    /**
     * The output as a text; for an output that fits into memory.
     *
     * @return the text, read in UTF-8
     * @throws IOException if it cannot be read, or is a folder
     */
    public String text() throws IOException {
        return Files.readString(output);
    }
}
