package io.camelnextmv.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The endpoints of the run API's documentation, and the object storage behind presigned URLs. */
public enum Endpoint {
    /** All applications: not of the run API either. */
    LIST_APPLICATIONS("GET", "/v1/applications"),
    /** An application: not of the run API, but where the vendor's client begins. */
    GET_APPLICATION("GET", "/v1/applications/{app}"),
    /** New run. */
    NEW_RUN("POST", "/v1/applications/{app}/runs"),
    /** Upload URL. */
    UPLOAD_URL("POST", "/v1/applications/{app}/runs/uploadurl"),
    /** The newest runs of an application. */
    LIST_RUNS("GET", "/v1/applications/{app}/runs"),
    /** Run information and output, inline or ({@code ?format=url}) as a presigned URL. */
    RUN_RESULT("GET", "/v1/applications/{app}/runs/{run}"),
    /** Run information. */
    RUN_METADATA("GET", "/v1/applications/{app}/runs/{run}/metadata"),
    /** A run's input, inline or ({@code ?format=url}) as a presigned URL. */
    RUN_INPUT("GET", "/v1/applications/{app}/runs/{run}/input"),
    /** A run's log. */
    RUN_LOGS("GET", "/v1/applications/{app}/runs/{run}/logs"),
    /** A run's log, piece by piece. */
    LIVE_LOGS("GET", "/v1/applications/{app}/runs/{run}/logs/live"),
    /** A run's assets. */
    RUN_ASSETS("GET", "/v1/applications/{app}/runs/{run}/assets"),
    /** One asset of a run. */
    RUN_ASSET("GET", "/v1/applications/{app}/runs/{run}/assets/{asset}"),
    /** Cancel a run. */
    CANCEL_RUN("PATCH", "/v1/applications/{app}/runs/{run}/cancel"),
    /** Delete a run: it is gone for good. */
    DELETE_RUN("DELETE", "/v1/applications/{app}/runs/{run}"),
    /** Every queued and running run of the account. */
    ACCOUNT_QUEUE("GET", "/v1/account/queue"),
    /** All webhooks. */
    LIST_WEBHOOKS("GET", "/v1/webhooks"),
    /** Register a webhook. */
    NEW_WEBHOOK("POST", "/v1/webhooks"),
    /** One webhook. */
    GET_WEBHOOK("GET", "/v1/webhooks/{webhook}"),
    /** Change a webhook. */
    UPDATE_WEBHOOK("PUT", "/v1/webhooks/{webhook}"),
    /** Remove a webhook. */
    DELETE_WEBHOOK("DELETE", "/v1/webhooks/{webhook}"),
    /** The secret that a webhook's events are signed with. */
    WEBHOOK_SECRET("GET", "/v1/webhooks/{webhook}/secret"),
    /** Have a webhook told of a run that does not exist. */
    TEST_WEBHOOK("POST", "/v1/webhooks/{webhook}/test"),
    /** A PUT to a presigned upload URL, good or refused. */
    STORAGE_PUT("PUT", "/storage/{**}"),
    /** A GET of a presigned download URL, good or refused. */
    STORAGE_GET("GET", "/storage/{**}"),
    /** Anything else: an unknown path, or a method that the path does not have. */
    UNKNOWN("", "");

    private final String method;
    private final List<String> pattern;

    Endpoint(String method, String pattern) {
        this.method = method;
        this.pattern = List.of(pattern.split("/"));
    }

    String method() {
        return method;
    }

    boolean isStorage() {
        return this == STORAGE_PUT || this == STORAGE_GET;
    }

    /** The values of the pattern's {@code {…}} in their order, or empty if the path is another endpoint's. */
    Optional<List<String>> match(List<String> path) {
        if (this == UNKNOWN) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < pattern.size(); i++) {
            String part = pattern.get(i);
            if (part.equals("{**}")) {
                return Optional.of(values);
            }
            if (i >= path.size()) {
                return Optional.empty();
            }
            if (part.startsWith("{")) {
                values.add(path.get(i));
            } else if (!part.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return path.size() == pattern.size() ? Optional.of(values) : Optional.empty();
    }
}
