package io.camelnextmv.cloud;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * How the fields of answers are read, in all records of this package and of those that read answers: a field that is not
 * what was expected is as good as absent, and hides no other. A text may be {@code ""} for none, a size or a duration
 * {@code 4818.0} or {@code "4818"}, a time with 0 to 9 digits behind its second.
 */
public final class LenientFields extends SimpleModule {
    private static final long serialVersionUID = 1L;
    /** In characters; no number that means anything is longer. */
    private static final int LONGEST = 400;

    /** To be registered with a mapper of its own: what we write ourselves is read strictly. */
    public LenientFields() {
        super("camel-nextmv answers");
        addDeserializer(String.class, new Text());
        addDeserializer(long.class, new Amount());
        addDeserializer(Long.class, new Amount());
        addDeserializer(Instant.class, new Time());
    }

    /**
     * Reads a size or a duration.
     *
     * @param text a number, with or without a fraction
     * @return its whole part; 0 where it is none or below 0, the largest number where it is larger than any
     */
    public static long amount(String text) {
        String number = text.strip();
        if (number.isEmpty() || number.length() > LONGEST) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(number));
        } catch (NumberFormatException whole) {
            try {
                // Of what is no number it makes 0, and of what is too large the largest.
                return Math.max(0, (long) Double.parseDouble(number));
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    /**
     * Reads a timestamp.
     *
     * @param text RFC 3339, with 0 to 9 digits behind the second
     * @return the time; empty where it is none
     */
    public static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a text: any plain value is one.
     *
     * @param parser stands at the value; at its end behind this
     * @return the text; empty where there is none
     * @throws IOException if the connection breaks, or it is no JSON
     */
    public static String text(JsonParser parser) throws IOException {
        if (!parser.currentToken().isScalarValue()) {
            parser.skipChildren();
            return "";
        }
        String text = parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText();
        return text.isBlank() ? "" : text;
    }

    /** Any plain value is a text; an empty one is none. */
    private static final class Text extends StdDeserializer<String> {
        private static final long serialVersionUID = 1L;

        Text() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = LenientFields.text(parser);
            return text.isEmpty() ? null : text;
        }
    }

    /** Not negative; 0 is not known. */
    private static final class Amount extends StdDeserializer<Long> {
        private static final long serialVersionUID = 1L;

        Amount() {
            super(Long.class);
        }

        @Override
        public Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonToken token = parser.currentToken();
            if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
                parser.skipChildren();
                return 0L;
            }
            return amount(parser.getText());
        }

        @Override
        public Long getNullValue(DeserializationContext context) {
            return 0L;
        }
    }

    /** None where it cannot be read. */
    private static final class Time extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        Time() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                parser.skipChildren();
                return null;
            }
            return time(parser.getText()).orElse(null);
        }
    }
}
