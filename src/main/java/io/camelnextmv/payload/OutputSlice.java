package io.camelnextmv.payload;

import io.camelnextmv.cloud.UnreadableAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the value of {@code output} lies in a run's result: cut out as it stands, because reading and writing it again
 * would change its numbers (1.0, 1e-7, 12345678901234567890), and because it may be what strict JSON has not: the output's
 * bytes are the application's.
 *
 * @param start the first byte
 * @param end   behind the last byte
 */
public record OutputSlice(long start, long end) {
    private static final String NAME = "output";
    /** The name may be written in escapes, each of six characters. */
    private static final int LONGEST_NAME = 6 * NAME.length();
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    /** @return how many bytes it has */
    public long size() {
        return end - start;
    }

    /**
     * Finds it.
     *
     * @param result a whole answer
     * @return where the output is; empty when the answer has none
     * @throws UnreadableAnswer if the answer is not a JSON object, or only half of one
     * @throws IOException      if the file cannot be read
     */
    public static Optional<OutputSlice> find(Path result) throws IOException {
        try (InputStream in = Files.newInputStream(result)) {
            return find(in);
        }
    }

    static Optional<OutputSlice> find(InputStream result) throws IOException {
        try {
            JsonScanner scanner = new JsonScanner(result);
            scanner.next();
            scanner.expect('{');
            Optional<OutputSlice> found = members(scanner);
            // To the end: half an answer is none.
            if (!scanner.isAtEnd()) {
                throw new UnreadableAnswer("the run's result is followed by something else");
            }
            return found;
        } catch (JsonScanner.NoJson e) {
            throw new UnreadableAnswer("the run's result is not the JSON object that was expected: " + e.getMessage());
        }
    }

    private static Optional<OutputSlice> members(JsonScanner scanner) throws IOException {
        Optional<OutputSlice> found = Optional.empty();
        while (scanner.next() != '}') {
            boolean output = isOutput(scanner.token(LONGEST_NAME));
            scanner.next();
            scanner.expect(':');
            scanner.next();
            long start = scanner.position();
            scanner.value();
            if (output) {
                // Of two the later one holds, as everywhere.
                found = Optional.of(new OutputSlice(start, scanner.position()));
            }
            if (scanner.next() != '}') {
                scanner.expect(',');
            }
        }
        scanner.expect('}');
        return found;
    }

    private static boolean isOutput(byte[] name) {
        return name.length <= LONGEST_NAME && ESCAPE.matcher(new String(name, StandardCharsets.ISO_8859_1))
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))))
                .equals(NAME);
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
