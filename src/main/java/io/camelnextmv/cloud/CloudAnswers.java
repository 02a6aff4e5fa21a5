package io.camelnextmv.cloud;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/** Camel's type converters from the bytes of an answer to its record, so that routes can say what they expect. */
public final class CloudAnswers {
    private final ObjectMapper mapper;

    /** @param mapper reads the answers */
    public CloudAnswers(ObjectMapper mapper) {
        this.mapper = mapper;
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
