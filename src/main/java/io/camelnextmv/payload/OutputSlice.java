package io.camelnextmv.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.camelnextmv.cloud.UnreadableAnswer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Where the value of {@code output} lies in a run's result: cut out as it stands, because reading and writing it again
 * would change its numbers (1.0, 1e-7, 12345678901234567890).
 *
 * @param start the first byte
 * @param end   behind the last byte
 */
public record OutputSlice(long start, long end) {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(10_000).maxStringLength(Integer.MAX_VALUE).build())
            .build();

    /**
     * Finds it.
     *
     * @param result a whole answer, in UTF-8
     * @return where the output is; empty when the answer has none
     * @throws UnreadableAnswer if the answer is not a JSON object, or only half of one
     * @throws IOException      if the file cannot be read
     */
    public static Optional<OutputSlice> find(Path result) throws IOException {
        Optional<OutputSlice> found = Optional.empty();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(result));
                JsonParser parser = FACTORY.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableAnswer("the run's result is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean output = "output".equals(parser.currentName());
                parser.nextToken();
                long start = parser.currentTokenLocation().getByteOffset();
                if (parser.currentToken().isStructStart()) {
                    parser.skipChildren();
                } else {
                    parser.finishToken();
                }
                if (output) {
                    found = Optional.of(new OutputSlice(start, parser.currentLocation().getByteOffset()));
                }
            }
            // To the end: half an answer is none.
            if (parser.nextToken() != null) {
                throw new UnreadableAnswer("the run's result is followed by something else");
            }
        } catch (JsonProcessingException e) {
            throw new UnreadableAnswer("the run's result is not the JSON that was expected: "
                    + e.getOriginalMessage());
        }
        return found;
    }

    /**
     * Copies it into a file of its own.
     *
     * @param result the answer it was found in
     * @param target the new file
     * @throws IOException if the disk says no; no file is left then
     */
    public void copy(Path result, Path target) throws IOException {
        boolean whole = false;
        try (FileChannel from = FileChannel.open(result, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            for (long at = start; at < end;) {
                at += from.transferTo(at, end - at, to);
            }
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(target);
            }
        }
    }
}
