package io.camelnextmv.cloud;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/**
 * What a run's metadata says of its output: {@code format.output.type}. Whatever else stands there, or in its place, is
 * passed over, and no tree is made of it.
 *
 * @param word the word, empty where it is not said
 */
@JsonDeserialize(using = OutputType.Reader.class)
record OutputType(String word) {
    /** Reads it out of {@code format}. */
    static final class Reader extends StdDeserializer<OutputType> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(OutputType.class);
        }

        @Override
        public OutputType deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return new OutputType(in(parser, "output", "type"));
        }

        /** The text at the end of a path of fields; leaves the parser at the end of the value that it stood at. */
        private static String in(JsonParser parser, String... path) throws IOException {
            if (path.length == 0) {
                String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
                parser.skipChildren();
                return text;
            }
            String found = "";
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return found;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean next = path[0].equals(parser.currentName());
                parser.nextToken();
                if (next) {
                    found = in(parser, java.util.Arrays.copyOfRange(path, 1, path.length));
                } else {
                    parser.skipChildren();
                }
            }
            return found;
        }
    }
}
