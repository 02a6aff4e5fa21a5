package io.camelnextmv.limits;

import io.camelnextmv.cloud.AnswerKind;
import io.camelnextmv.limits.AccountLimits.Kind;
import java.util.Set;

/** What a request uses of the account's limits: that follows from its method and its path. */
public enum Use {
    /** It starts a run. */
    RUN(Kind.RUNS, Kind.REQUESTS),
    /** It asks for a run's result, or for the address of one. */
    RESULT(Kind.RESULTS, Kind.REQUESTS),
    /** All else. */
    REQUEST(Kind.REQUESTS);

    private final Set<Kind> kinds;

    Use(Kind... kinds) {
        this.kinds = Set.of(kinds);
    }

    /**
     * @param method the method of a request to the API
     * @param path   its path with its query
     * @return what it uses
     */
    public static Use of(String method, String path) {
        return switch (AnswerKind.ofApi(method, path)) {
            case NEW_RUN -> RUN;
            case RESULT, RESULT_URL -> RESULT;
            default -> REQUEST;
        };
    }

    /** Whether it counts for a limit of that name. */
    boolean isCountedAs(String limit) {
        return kinds.stream().anyMatch(kind -> kind.word().equals(limit));
    }

    /** @return the limits that it counts for */
    Set<Kind> kinds() {
        return kinds;
    }
}
