package io.camelnextmv.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a request is answered with. */
record Answer(int status, String contentType, Payload body, Map<String, String> headers) {
    private static final String JSON = "application/json";

    static Answer ok(Object value) {
        return json(200, value);
    }

    static Answer json(int status, Object value) {
        return new Answer(status, JSON, Payload.of(Json.bytes(value)), Map.of());
    }

    /** JSON that is stored as it is to be sent. */
    static Answer stored(Payload payload) {
        return new Answer(200, JSON, payload, Map.of());
    }

    static Answer empty(int status) {
        return new Answer(status, JSON, Payload.of(new byte[0]), Map.of());
    }

    static Answer of(Refused refused) {
        Map<String, String> headers = refused.status() == 429 ? Map.of("Retry-After", "1") : Map.of();
        return new Answer(refused.status(), JSON,
                Payload.of(Json.bytes(Map.of("error", refused.getMessage()))), headers);
    }

    /** Object storage speaks XML. */
    static Answer ofStorage(Refused refused) {
        String message = refused.getMessage();
        int cut = message.indexOf(": ");
        String code = cut < 0 ? "InternalError" : message.substring(0, cut);
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>"
                + message.substring(cut < 0 ? 0 : cut + 2) + "</Message></Error>";
        return new Answer(refused.status(), "application/xml",
                Payload.of(xml.getBytes(StandardCharsets.UTF_8)), Map.of());
    }
}
