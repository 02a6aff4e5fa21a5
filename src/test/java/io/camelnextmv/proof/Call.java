package io.camelnextmv.proof;

/** The kinds of request that the gateway sends. */
enum Call {
    /** Starts a run. */
    NEW_RUN,
    /** Asks for a run's status. */
    METADATA,
    /** Fetches a run's output or error log. */
    RESULT,
    /** Fetches a failed run's logs. */
    LOGS,
    /** The newest runs: a look-up, or the probe of an outage. */
    LIST,
    /** The account's queue: a look-up. */
    QUEUE,
    /** Anything else. */
    OTHER;

    /** The kind of a request line's method and path. */
    static Call of(String method, String target) {
        String path = target.replaceFirst("\\?.*", "");
        if (path.equals("/v1/account/queue")) {
            return QUEUE;
        }
        if (path.matches("/v1/applications/[^/]+/runs")) {
            return method.equals("POST") ? NEW_RUN : LIST;
        }
        if (path.matches("/v1/applications/[^/]+/runs/[^/]+/metadata")) {
            return METADATA;
        }
        if (path.matches("/v1/applications/[^/]+/runs/[^/]+/logs")) {
            return LOGS;
        }
        return path.matches("/v1/applications/[^/]+/runs/[^/]+") ? RESULT : OTHER;
    }
}
