package io.camelnextmv.sandbox;

import java.util.Map;
import java.util.TreeSet;

/** What applications there are. */
final class ApplicationEndpoints {
    private final SandboxSettings settings;
    private final RunBoard board;

    ApplicationEndpoints(SandboxSettings settings, RunBoard board) {
        this.settings = settings;
        this.board = board;
    }

    void register(Map<Endpoint, Handler> handlers) {
        handlers.put(Endpoint.LIST_APPLICATIONS, call -> list());
        handlers.put(Endpoint.GET_APPLICATION, call -> Response.ok(Application.of(settings.known(call.value(0)))));
    }

    /** Those that the settings name, and, where any is known, those that have runs. */
    private Response list() {
        TreeSet<String> ids = new TreeSet<>(settings.applications());
        ids.addAll(board.applications());
        return Response.ok(ids.stream().filter(settings::knows).map(Application::of).toList());
    }
}
