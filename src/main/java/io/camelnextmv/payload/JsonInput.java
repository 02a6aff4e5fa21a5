package io.camelnextmv.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.camelnextmv.ticket.Rejections;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks that a file is one JSON object in UTF-8, by streaming: the memory does not grow with the file.
 *
 * @param start where the JSON begins: behind a byte order mark, which is no part of it
 * @param end   the file's size when it was checked
 */
public record JsonInput(long start, long end) {
    /** Keys and numbers are held in the heap while they are read, texts are not. */
    private static final int LONGEST = 10_000_000;
    private static final int DEEPEST = 10_000;
    // Names are not remembered: a long one would be for as long as the process lives.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(LONGEST).maxNameLength(LONGEST)
                    .maxNestingDepth(DEEPEST).maxStringLength(Integer.MAX_VALUE).build())
            .build();

    /**
     * Checks a file.
     *
     * @param file the file
     * @return where its JSON is
     * @throws NotAnInput  if it is not one JSON object in UTF-8; the message is a sentence
     * @throws IOException if it cannot be read
     */
    public static JsonInput check(Path file) throws NotAnInput, IOException {
        long size = Files.size(file);
        if (size == 0) {
            throw NotAnInput.unfinished(Rejections::emptyFile);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            int mark = byteOrderMark(in);
            var utf8 = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            try (JsonParser parser = FACTORY.createParser(new InputStreamReader(in, utf8))) {
                check(parser);
            }
            return new JsonInput(mark, size);
        } catch (JsonEOFException e) {
            throw NotAnInput.unfinished(now -> Rejections.notJson("it ends too early" + where(e), now));
        } catch (StreamConstraintsException e) {
            throw NotAnInput.as(now -> Rejections.jsonBeyondLimits(limit(e), now));
        } catch (JsonProcessingException e) {
            throw NotAnInput.as(now -> Rejections.notJson(e.getOriginalMessage() + where(e), now));
        } catch (CharacterCodingException e) {
            throw NotAnInput.as(now -> Rejections.notJson("it is not encoded in UTF-8", now));
        }
    }

    /**
     * Finds out where the JSON of a file is, without looking whether it is any.
     *
     * @param file the file
     * @return where its JSON is
     * @throws IOException if it cannot be read
     */
    public static JsonInput in(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 8)) {
            return new JsonInput(byteOrderMark(in), Files.size(file));
        }
    }

    private static void check(JsonParser parser) throws IOException, NotAnInput {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw NotAnInput.unfinished(Rejections::blankFile);
        }
        if (first != JsonToken.START_OBJECT) {
            // Read to its end: what is not even JSON is to be called so.
            parser.skipChildren();
            throw NotAnInput.as(now -> Rejections.notAnObject(first == JsonToken.START_ARRAY ? "an array" : "a bare value",
                    now));
        }
        parser.skipChildren();
        if (parser.nextToken() != null) {
            throw NotAnInput.as(Rejections::severalValues);
        }
    }

    private static String limit(StreamConstraintsException e) {
        String said = String.valueOf(e.getOriginalMessage());
        if (said.contains("nesting depth")) {
            return "it is too deeply nested, more than " + DEEPEST + " levels";
        }
        String what = said.startsWith("Name") ? "a key" : said.startsWith("Number") ? "a number" : "";
        return what.isEmpty() ? said : what + " of it has more than " + LONGEST + " characters";
    }

    private static int byteOrderMark(InputStream in) throws IOException {
        in.mark(3);
        if (in.read() == 0xEF && in.read() == 0xBB && in.read() == 0xBF) {
            return 3;
        }
        in.reset();
        return 0;
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
    }
}
