package io.camelnextmv.cloud;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A path of the API, and what it is about: whoever asks knows, and nobody else guesses it from the path. Source: the public
 * documentation of the run API.
 *
 * @param text        the path, with its query
 * @param application the application that it is about; empty where it is about the account, or nobody says
 * @param instance    the instance of it that is asked for by name
 * @param isOfOneRun  whether it is about one run alone
 */
public record ApiPath(String text, Optional<String> application, Optional<String> instance, boolean isOfOneRun) {
    /** The account's queue. */
    public static final ApiPath QUEUE = of("/v1/account/queue");

    /**
     * @param text a path, with its query
     * @return the same, of which nobody says that it is about an application
     */
    public static ApiPath of(String text) {
        return new ApiPath(text, Optional.empty(), Optional.empty(), false);
    }

    /**
     * @param application an application's id
     * @return its runs
     */
    public static ApiPath runs(String application) {
        return new ApiPath("/v1/applications/" + application + "/runs", Optional.of(application), Optional.empty(), false);
    }

    /**
     * @param name an instance of the application whose runs these are; empty for its default one
     * @return what starts a run by it
     */
    public ApiPath by(Optional<String> name) {
        return new ApiPath(text + name.map(id -> "?instance_id=" + id).orElse(""), application, name, isOfOneRun);
    }

    /**
     * @param id one of these runs
     * @return that run
     */
    public ApiPath run(String id) {
        return new ApiPath(text + "/" + id, application, instance, true);
    }

    /**
     * @param more what comes behind it, a path or a query
     * @return something of the same run, or list
     */
    public ApiPath plus(String more) {
        return new ApiPath(text + more, application, instance, isOfOneRun);
    }

    /**
     * @param token names a page of this list; empty for the first one
     * @return that page
     */
    public ApiPath page(Optional<String> token) {
        return plus(token.map(name -> "?pagetoken=" + URLEncoder.encode(name, StandardCharsets.UTF_8)).orElse(""));
    }
}
