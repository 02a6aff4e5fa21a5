package io.camelnextmv.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.camelnextmv.document.SmallDocument.Budget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes values of JSON token by token. What people write is not always strict; what it means must be clear. */
final class JsonReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(SmallDocument.DEEPEST)
                    .maxNameLength(SmallDocument.LARGEST).maxNumberLength(SmallDocument.LARGEST)
                    .maxStringLength(SmallDocument.LARGEST).build())
            .build();
    private final JsonParser parser;
    private final Budget budget;

    private JsonReader(JsonParser parser, Budget budget) {
        this.parser = parser;
        this.budget = budget;
    }

    /** The one value; null where there is none. */
    static Object read(String text, Budget budget) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            Object value = first == null ? null : new JsonReader(parser, budget).value(first);
            if (parser.nextToken() != null) {
                throw new BadDocument("it holds more than one value: the second begins at "
                        + where(parser.currentTokenLocation()));
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new BadDocument("it is too deeply nested: more than " + SmallDocument.DEEPEST
                    + " objects and arrays in each other");
        } catch (JsonEOFException e) {
            throw new BadDocument("it is not JSON: it ends at " + where(e.getLocation())
                    + " before a bracket or a quote is closed");
        } catch (JsonProcessingException e) {
            throw new BadDocument("it is not JSON at " + where(e.getLocation())
                    + ": check the comma before it, the quotes and the brackets");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object value(JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            return object();
        }
        if (token == JsonToken.START_ARRAY) {
            budget.spend(1);
            List<Object> list = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                list.add(value(next));
            }
            return list;
        }
        String text = parser.getText();
        budget.spend(1 + text.length());
        return token == JsonToken.VALUE_NULL ? null : token == JsonToken.VALUE_STRING ? text : new Literal(text);
    }

    private Map<String, Object> object() throws IOException {
        budget.spend(1);
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            budget.spend(1 + name.length());
            if (map.containsKey(name)) {
                throw new BadDocument(name + " is given twice (" + where(parser.currentTokenLocation()) + ")");
            }
            map.put(name, value(parser.nextToken()));
        }
        return map;
    }

    private static String where(JsonLocation location) {
        return location == null ? "its end" : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
