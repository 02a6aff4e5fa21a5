package io.camelnextmv.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A request that has come to its endpoint. */
final class Call {
    private final HttpExchange exchange;
    private final List<String> values;

    Call(HttpExchange exchange, List<String> values) {
        this.exchange = exchange;
        this.values = values;
    }

    /** The value at a placeholder of the endpoint's path: 0 is the first. */
    String value(int index) {
        return values.get(index);
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String rawPath() {
        return exchange.getRequestURI().getRawPath();
    }

    Optional<String> rawQuery() {
        return Optional.ofNullable(exchange.getRequestURI().getRawQuery());
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    Optional<String> query(String name) {
        for (String pair : rawQuery().orElse("").split("&")) {
            int cut = pair.indexOf('=');
            if (cut > 0 && pair.substring(0, cut).equals(name)) {
                return Optional.of(decode(pair.substring(cut + 1)));
            }
        }
        return Optional.empty();
    }

    /** The announced length of the body in bytes; empty if there is none or it is not a number. */
    OptionalLong contentLength() {
        String value = header("Content-Length").orElse("");
        return value.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }

    InputStream stream() {
        return exchange.getRequestBody();
    }

    /**
     * @return the whole body
     * @throws Refused 413 if it is larger than an inline input with its fields can be
     */
    byte[] body() throws IOException, Refused {
        OptionalLong length = contentLength();
        if (length.orElse(0) > Limits.BODY) {
            throw NewRunReader.tooLarge(length.getAsLong());
        }
        byte[] body = exchange.getRequestBody().readNBytes(Limits.BODY + 1);
        if (body.length > Limits.BODY) {
            throw NewRunReader.tooLarge(body.length);
        }
        if (length.isPresent() && body.length < length.getAsLong()) {
            throw new IOException("the body ended early");
        }
        return body;
    }

    /** The body as a JSON object. */
    JsonNode json() throws IOException, Refused {
        try {
            JsonNode json = Json.MAPPER.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(body());
            if (!json.isObject()) {
                throw Refused.badRequest("the body must be a JSON object");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw Refused.badRequest("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
