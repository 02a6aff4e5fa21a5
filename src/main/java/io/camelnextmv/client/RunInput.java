package io.camelnextmv.client;

import io.camelnextmv.api.PublicApi;
import io.camelnextmv.headers.HeaderNames;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.settings.SidecarFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * An input, and what its run is started with. What is not said is as the settings say. It does not change; each method gives
 * another one.
 */
@PublicApi
public final class RunInput {
    private final Object body;
    private final Map<String, Object> headers;

    private RunInput(Object body, Map<String, Object> headers) {
        this.body = body;
        this.headers = Map.copyOf(headers);
    }

    /**
     * @param text the input, such as JSON; it is sent in UTF-8
     * @return the input, by the name {@code message.json}
     */
    public static RunInput of(String text) {
        return new RunInput(text, Map.of());
    }

    /**
     * @param bytes the input
     * @return the input, by the name {@code message.json}
     */
    public static RunInput of(byte[] bytes) {
        return new RunInput(bytes.clone(), Map.of());
    }

    /**
     * @param file the input; it is copied, and stays where it is
     * @return the input, by the file's name
     */
    public static RunInput of(Path file) {
        return new RunInput(file.toFile(), Map.of()).named(file.getFileName().toString());
    }

    /**
     * @param stream the input, read once and to its end while it is submitted, and closed then
     * @return the input, by the name {@code message.json}
     */
    public static RunInput of(InputStream stream) {
        return new RunInput(stream, Map.of());
    }

    /**
     * @param name the input's name, whose ending says what it is: {@code orders.json}, {@code case.tar.gz}
     * @return the same by that name
     */
    public RunInput named(String name) {
        return saying(NextmvHeaders.INPUT, name);
    }

    /**
     * @param options the run's options; each value is sent as a text
     * @return the same with these in place of the settings' options of the same names
     */
    public RunInput withOptions(Map<String, ?> options) {
        return options.isEmpty() ? this : saying(NextmvHeaders.OPTIONS, new TreeMap<>(options));
    }

    /**
     * @param setting what the file beside an input may say: {@code application-id}, {@code queuing.priority}
     * @param value   its value
     * @return the same with it
     * @throws IllegalArgumentException if there is no such setting of a single input
     */
    public RunInput with(String setting, String value) {
        if (!SidecarFile.keys().contains(setting)) {
            throw new IllegalArgumentException(setting + " is nothing that an input may say: these are "
                    + String.join(", ", SidecarFile.keys()));
        }
        return saying(HeaderNames.header(setting), value);
    }

    private RunInput saying(String header, Object value) {
        Map<String, Object> more = new TreeMap<>(headers);
        more.put(header, value);
        return new RunInput(body, more);
    }

    Object body() {
        return body;
    }

    Map<String, Object> headers() {
        return headers;
    }
}
