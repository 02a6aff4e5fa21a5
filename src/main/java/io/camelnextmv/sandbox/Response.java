package io.camelnextmv.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a request is answered with. */
record Response(int status, String contentType, Payload body, Map<String, String> headers) {
    private static final String JSON = "application/json";

    static Response ok(Object value) {
        return json(200, value);
    }

    static Response json(int status, Object value) {
        return new Response(status, JSON, Payload.of(Json.bytes(value)), Map.of());
    }

    /** JSON that is stored as it is to be sent. */
    static Response stored(Payload payload) {
        return new Response(200, JSON, payload, Map.of());
    }

    static Response empty(int status) {
        return new Response(status, JSON, Payload.of(new byte[0]), Map.of());
    }

    static Response of(Refused refused) {
        Map<String, String> headers = refused.status() == 429 ? Map.of("Retry-After", Long.toString(refused.retryAfter())) : Map.of();
        return new Response(refused.status(), JSON,
                Payload.of(Json.bytes(Map.of("error", refused.getMessage()))), headers);
    }

    /** Object storage speaks XML. */
    static Response ofStorage(Refused refused) {
        String message = refused.getMessage();
        int cut = message.indexOf(": ");
        String code = cut < 0 ? "InternalError" : message.substring(0, cut);
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>"
                + message.substring(cut < 0 ? 0 : cut + 2) + "</Message></Error>";
        return new Response(refused.status(), "application/xml",
                Payload.of(xml.getBytes(StandardCharsets.UTF_8)), Map.of());
    }
}
