package io.camelnextmv.failure;

import java.util.Arrays;
import java.util.Optional;

/** The steps that a service or an endpoint can fail at, and the routes that make them. */
enum ServiceStep {
    UPLOAD("nextmv-upload"), START("nextmv-start-run"), LOOK("nextmv-look"), STATUS("nextmv-ask-run"),
    OUTPUT("nextmv-fetch-output"), ERROR_LOG("nextmv-fetch-error"),
    PARTIAL("nextmv-fetch-partial"), LOGS("nextmv-fetch-logs"),
    ASSETS("nextmv-fetch-assets"), ANSWER("nextmv-send-outcome");

    private final String route;

    ServiceStep(String route) {
        this.route = route;
    }

    static Optional<ServiceStep> ofRoute(String route) {
        return Arrays.stream(values()).filter(step -> step.route.equals(route)).findFirst();
    }

    /** Whether there is a run by then. */
    boolean hasARun() {
        return switch (this) {
            case UPLOAD, START, LOOK, ANSWER -> false;
            case STATUS, OUTPUT, ERROR_LOG, PARTIAL, LOGS, ASSETS -> true;
        };
    }
}
