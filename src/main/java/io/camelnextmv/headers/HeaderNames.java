package io.camelnextmv.headers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.camelnextmv.document.BadDocument;
import io.camelnextmv.document.SmallDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The headers that say what the file beside an input says: {@code application-id} is {@code NextmvApplicationId},
 * {@code queuing.priority} is {@code NextmvQueuingPriority}, the options are one header, {@code NextmvOptions}, a map or a
 * JSON object. They are kept as such a file, by whose rules they are read.
 */
public final class HeaderNames {
    private static final String OPTIONS_KEY = "options";

    private final Map<String, String> settings = new TreeMap<>();
    private final ObjectMapper mapper;

    /**
     * @param settings what a file beside an input may say
     * @param mapper   writes it
     */
    public HeaderNames(Collection<String> settings, ObjectMapper mapper) {
        settings.forEach(setting -> this.settings.put(header(setting), setting));
        this.mapper = mapper;
    }

    /**
     * @param setting what a file beside an input may say
     * @return the header that says the same
     */
    public static String header(String setting) {
        return Arrays.stream(setting.split("[.-]"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("", "Nextmv", ""));
    }

    /** What lies beside the input of a message, as JSON; empty where its headers say nothing. */
    public Optional<byte[]> sidecar(Map<String, Object> headers) {
        ObjectNode said = mapper.createObjectNode();
        settings.forEach((header, setting) -> HeaderText.of(headers, header).ifPresent(text -> said.put(setting, text)));
        Optional.ofNullable(headers.get(NextmvHeaders.OPTIONS)).filter(given -> !given.equals("")).map(this::options)
                .filter(given -> !given.isEmpty()).ifPresent(given -> said.putRawValue(OPTIONS_KEY, new RawValue(
                        SmallDocument.written(given))));
        try {
            byte[] sidecar = mapper.writeValueAsBytes(said);
            if (sidecar.length > SmallDocument.LARGEST) {
                throw new IllegalArgumentException("the headers that say how it is run are too large: more than "
                        + SmallDocument.LARGEST / 1024 + " KiB");
            }
            return said.isEmpty() ? Optional.empty() : Optional.of(sidecar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The headers again that such a file was made of: a message that is sent back asks for the same. */
    public Map<String, String> headers(Path sidecar) {
        Map<String, String> headers = new TreeMap<>();
        try {
            Map<String, Object> said = SmallDocument.typed(sidecar);
            settings.forEach((header, setting) -> Optional.ofNullable(said.get(setting))
                    .ifPresent(text -> headers.put(header, text.toString())));
            Optional.ofNullable(said.get(OPTIONS_KEY))
                    .ifPresent(options -> headers.put(NextmvHeaders.OPTIONS, SmallDocument.written(options)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return headers;
    }

    /** What has no value is not given, as in such a file. */
    private Map<String, Object> options(Object given) {
        String json = json(given);
        try {
            Map<String, Object> options = new LinkedHashMap<>(SmallDocument.typedJson(json));
            options.values().removeIf(Objects::isNull);
            // Whether it can be written down is found out here, where it is still the message's fault.
            HeaderText.text(NextmvHeaders.OPTIONS, SmallDocument.written(options));
            return options;
        } catch (BadDocument e) {
            throw new IllegalArgumentException("the header " + NextmvHeaders.OPTIONS
                    + " is neither a map nor a JSON object: " + e.getMessage(), e);
        }
    }

    private String json(Object given) {
        try {
            String json = given instanceof Map<?, ?> ? mapper.writeValueAsString(given)
                    : HeaderText.text(NextmvHeaders.OPTIONS, given);
            if (json.length() > SmallDocument.LARGEST) {
                throw new IllegalArgumentException("the header " + NextmvHeaders.OPTIONS + " is too large: more than "
                        + SmallDocument.LARGEST / 1024 + " KiB");
            }
            return json;
        } catch (IOException e) {
            throw new IllegalArgumentException("the header " + NextmvHeaders.OPTIONS + " holds what is no value", e);
        }
    }
}
