package io.camelnextmv.cloud;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/** Camel's type converters from the bytes of an answer to its record, so that routes can say what they expect. */
public final class CloudAnswers {
    private static final int LONGEST = 1_000_000;
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
     * @return one like it, which takes what is not strict JSON, and keys and numbers of a million characters
     */
    public static ObjectMapper lenient(ObjectMapper mapper) {
        ObjectMapper lenient = mapper.copy();
        lenient.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNameLength(LONGEST)
                .maxNumberLength(LONGEST).build());
        for (JsonReadFeature feature : List.of(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
                JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS, JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS,
                JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)) {
            lenient.configure(feature.mappedFeature(), true);
        }
        return lenient;
    }

    /**
     * Makes the converters known.
     *
     * @param registry where to
     */
    public void addTo(TypeConverterRegistry registry) {
        for (Class<?> type : new Class<?>[] {RunAccepted.class, RunInformation.class, RunList.class,
            UploadUrl.class, AssetList.class, AssetUrl.class}) {
            registry.addTypeConverter(type, InputStream.class,
                    new SimpleTypeConverter(false, (wanted, exchange, answer) -> read((InputStream) answer, type)));
        }
    }

    /**
     * Reads an answer.
     *
     * @param answer its bytes
     * @param type   the record
     * @param <T>    the record
     * @return the record
     * @throws IOException      if the connection breaks
     * @throws UnreadableAnswer if it is something else
     */
    public <T> T read(InputStream answer, Class<T> type) throws IOException {
        try {
            T value = mapper.readValue(answer, type);
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
}
