package io.camelnextmv.cloud;

import java.util.Set;

/**
 * A request to the API: the body of a message that asks for it.
 *
 * @param method       its method
 * @param target       what it asks for
 * @param content      what is sent with it: an entity of the client, a text or bytes
 * @param mayBeRefused the statuses for which whoever asks has an answer: they are the fault of what was asked for, and no sign
 *                     that the key or the service is not good
 */
public record Request(String method, ApiPath target, Object content, Set<Integer> mayBeRefused) {
    private static final String NOTHING = "";

    /** @return the path that it asks for, with its query */
    public String path() {
        return target.text();
    }

    /**
     * @param path what is asked for
     * @return a request that gets it
     */
    public static Request get(ApiPath path) {
        return new Request("GET", path, NOTHING, Set.of());
    }

    /**
     * @param path where it is posted to
     * @return a request that posts nothing yet
     */
    public static Request post(ApiPath path) {
        return new Request("POST", path, NOTHING, Set.of());
    }

    /**
     * @param list the path of a list, or of a page of it, that a key need not be allowed to see
     * @return a request that gets it
     */
    public static Request getList(ApiPath list) {
        return get(list).mayBeRefused(Set.of(403, 404));
    }

    /**
     * @param path what a run can do without: a key need not be allowed to see it, and not every service has it
     * @return a request that gets it
     */
    public static Request getIfAllowed(ApiPath path) {
        return get(path).mayBeRefused(Set.of(403, 404, 405, 410, 501));
    }

    /**
     * @param path what cancels a run, which a key need not be allowed to do
     * @return a request that cancels it
     */
    public static Request cancel(ApiPath path) {
        return new Request("PATCH", path, NOTHING, Set.of(403, 405));
    }

    /**
     * @param what what is to be sent
     * @return the same request with it
     */
    public Request with(Object what) {
        return new Request(method, target, what, mayBeRefused);
    }

    /**
     * @param statuses for which whoever asks has an answer
     * @return the same request, which may be refused with them
     */
    public Request mayBeRefused(Set<Integer> statuses) {
        return new Request(method, target, content, statuses);
    }
}
