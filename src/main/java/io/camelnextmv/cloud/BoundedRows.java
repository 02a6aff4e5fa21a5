package io.camelnextmv.cloud;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads the rows of an answer one by one and keeps those that say something, up to a number: a million empty rows are 3 MB
 * on the way, and would be a hundred in the heap.
 *
 * @param <T> a row
 */
public abstract class BoundedRows<T> extends StdDeserializer<List<T>> {
    private static final long serialVersionUID = 1L;
    private final Class<T> type;
    private final transient Predicate<T> wanted;
    private final int most;

    /**
     * @param type   a row
     * @param wanted whether a row says something
     * @param most   how many are kept; an answer with more cannot be used
     */
    protected BoundedRows(Class<T> type, Predicate<T> wanted, int most) {
        super(List.class);
        this.type = type;
        this.wanted = wanted;
        this.most = most;
    }

    @Override
    public List<T> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            throw new UnreadableAnswer("the answer carries no list");
        }
        List<T> rows = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                throw new UnreadableAnswer("the answer ends too early");
            }
            if (token != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            T row = row(parser, context);
            if (wanted.test(row)) {
                rows.add(row);
            }
            if (rows.size() > most) {
                throw new UnreadableAnswer("the answer has more than " + most + " rows");
            }
        }
        return rows;
    }

    /**
     * Reads a row.
     *
     * @param parser  stands at its beginning; at its end behind this
     * @param context of the answer
     * @return the row
     * @throws IOException if the connection breaks, or it is no JSON
     */
    protected T row(JsonParser parser, DeserializationContext context) throws IOException {
        return context.readValue(parser, type);
    }
}
