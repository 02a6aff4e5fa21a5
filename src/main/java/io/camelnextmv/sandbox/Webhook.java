package io.camelnextmv.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A registered webhook. Its secret is asked for on its own and stands in no other answer. */
record Webhook(String id, List<String> eventTypes, String endpointUrl, String description, String createdAt) {
    static final String RUN_STATUS = "run.status";

    /** Reads the body of a registration or a change. */
    static Webhook from(JsonNode body, String id, String createdAt) throws Refused {
        String endpoint = body.path("endpoint_url").asText("");
        if (!isHttp(endpoint)) {
            throw Refused.badRequest("endpoint_url must be an http or https URL");
        }
        List<String> events = new ArrayList<>();
        body.path("event_types").forEach(event -> events.add(event.asText()));
        if (!events.equals(List.of(RUN_STATUS))) {
            throw Refused.badRequest("event_types must be [\"" + RUN_STATUS + "\"], the only type there is");
        }
        return new Webhook(id, List.copyOf(events), endpoint, body.path("description").asText(""), createdAt);
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && Optional.ofNullable(uri.getHost()).isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Leaves the query out: it may hold a token. */
    @Override
    public String toString() {
        return "Webhook[" + id + "]";
    }
}
