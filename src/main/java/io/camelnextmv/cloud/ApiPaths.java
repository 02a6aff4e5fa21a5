package io.camelnextmv.cloud;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The paths of the API that more than one asks for. Source: the public documentation of the run API. */
public final class ApiPaths {
    /** The account's queue. */
    public static final String QUEUE = "/v1/account/queue";

    private ApiPaths() {
    }

    /**
     * @param application an application's id
     * @return its runs
     */
    public static String runs(String application) {
        return "/v1/applications/" + application + "/runs";
    }

    /**
     * @param list  the path of a list
     * @param token names the page; empty for the first one
     * @return the path of that page
     */
    public static String page(String list, Optional<String> token) {
        return list + token.map(text -> "?pagetoken=" + URLEncoder.encode(text, StandardCharsets.UTF_8)).orElse("");
    }
}
