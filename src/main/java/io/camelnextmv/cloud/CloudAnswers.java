package io.camelnextmv.cloud;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/** Camel's type converters from the bytes of an answer to its record, so that routes can say what they expect. */
public final class CloudAnswers {
    /** Of a key or a number, in characters. */
    private static final int LONGEST = 1_000_000;
    /** In levels, where an answer is read as it is: a parser remembers some 60 bytes of each. */
    private static final int DEEPEST = 10_000;
    /** In bytes: addresses, descriptions and marks are shorter, and what an application says may be far longer. */
    private static final int LONGEST_TEXT = 64 * 1024;
    private final ObjectMapper mapper;

    /** @param mapper reads the answers */
    public CloudAnswers(ObjectMapper mapper) {
        this.mapper = lenient(mapper);
    }

    /**
     * What reads answers: their fields may carry an application's own values, and NaN among its metrics is no reason not to
     * read a run's status.
     *
     * @param mapper a mapper
     * @return one like it, which takes what is not strict JSON, keys and numbers of a million characters, 10,000 levels,
     *         and fields that are not what was expected ({@link LenientFields})
     */
    public static ObjectMapper lenient(ObjectMapper mapper) {
        ObjectMapper lenient = mapper.copy();
        lenient.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNameLength(LONGEST)
                .maxNumberLength(LONGEST).maxNestingDepth(DEEPEST).build());
        for (JsonReadFeature feature : List.of(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
                JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS, JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS,
                JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)) {
            lenient.configure(feature.mappedFeature(), true);
        }
        return lenient.registerModule(new LenientFields());
    }

    /**
     * Makes the converters known.
     *
     * @param registry where to
     */
    public void addTo(TypeConverterRegistry registry) {
        for (Class<?> type : new Class<?>[] {RunAccepted.class, RunInformation.class, RunList.class, UploadUrl.class}) {
            registry.addTypeConverter(type, InputStream.class,
                    new SimpleTypeConverter(false, (wanted, exchange, answer) -> read((InputStream) answer, type)));
        }
    }

    /**
     * Reads an answer; of its texts, 64 KiB each at most, and how deep it is does not matter.
     *
     * @param answer its bytes
     * @param type   the record
     * @param <T>    the record
     * @return the record
     * @throws IOException      if the connection breaks
     * @throws UnreadableAnswer if it is something else
     */
    public <T> T read(InputStream answer, Class<T> type) throws IOException {
        try (JsonParser parser = mapper.createParser(new ShortTexts(answer, LONGEST_TEXT))) {
            T value = parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE).readValueAs(type);
            toItsEnd(answer);
            if (value == null) {
                throw new UnreadableAnswer("the answer is null");
            }
            return value;
        } catch (ValueInstantiationException e) {
            throw e.getCause() instanceof UnreadableAnswer u ? u : new UnreadableAnswer(e.getOriginalMessage());
        } catch (JacksonException e) {
            // Without the excerpt: it may be a page of HTML.
            throw new UnreadableAnswer("the answer is not the JSON that was expected: " + e.getOriginalMessage());
        }
    }

    /** For the sake of the connection, which can then be used again; what was read is what counts. */
    private static void toItsEnd(InputStream answer) {
        try {
            answer.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // then the connection is not used again
        }
    }
}
