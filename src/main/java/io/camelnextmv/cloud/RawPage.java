package io.camelnextmv.cloud;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page of the run list, or of the account's queue, with its rows as the service wrote them.
 *
 * @param answer the whole answer
 * @param rows   where its rows are in it
 * @param next   names the next page; empty on the last one
 */
public record RawPage(byte[] answer, List<Slice> rows, Optional<String> next) {
    /** Of rows: more than any page has, and what the heap takes. */
    private static final int MOST = 100_000;

    /**
     * A row's place.
     *
     * @param start its first byte
     * @param size  in bytes
     */
    public record Slice(int start, int size) {
    }

    /**
     * Finds the rows; what is no JSON object is none.
     *
     * @param answer the answer, UTF-8
     * @param mapper one that is {@link CloudAnswers#lenient}
     * @return the page
     * @throws UnreadableAnswer if it is something else
     */
    public static RawPage read(byte[] answer, ObjectMapper mapper) {
        try (JsonParser parser = mapper.createParser(answer)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableAnswer("the answer is not a JSON object");
            }
            List<Slice> rows = null;
            Optional<String> next = Optional.empty();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("runs") && value == JsonToken.START_ARRAY) {
                    rows = rows(parser);
                } else if (name.equals("next_page_token")) {
                    next = Optional.ofNullable(mapper.readValue(parser, String.class));
                } else {
                    parser.skipChildren();
                }
            }
            if (rows == null || parser.currentToken() != JsonToken.END_OBJECT) {
                throw new UnreadableAnswer("the answer carries no runs");
            }
            return new RawPage(answer, rows, next);
        } catch (JacksonException e) {
            throw new UnreadableAnswer("the answer is not the JSON that was expected: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("bytes in the heap can be read", e);
        }
    }

    private static List<Slice> rows(JsonParser parser) throws IOException {
        List<Slice> rows = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                throw new UnreadableAnswer("the answer ends too early");
            }
            long start = parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            if (start < 0) {
                throw new UnreadableAnswer("the answer is not UTF-8");
            }
            if (token == JsonToken.START_OBJECT) {
                rows.add(new Slice((int) start, (int) (parser.currentLocation().getByteOffset() - start)));
            }
            if (rows.size() > MOST) {
                throw new UnreadableAnswer("the answer has more than " + MOST + " rows");
            }
        }
        return rows;
    }

    /**
     * @param row one of its rows
     * @param out where it is written to, as it came
     * @throws IOException if it cannot be written
     */
    public void write(Slice row, OutputStream out) throws IOException {
        out.write(answer, row.start(), row.size());
    }
}
