package io.camelnextmv.pickup;

import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.ticket.Inbox;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.RouteTemplateParameterSource;

/** Makes a route of the template {@code nextmv-pick-up} for each inbox. */
public final class PickUpRoutes implements RouteTemplateParameterSource {
    private static final String TEMPLATE = "nextmv-pick-up";
    private static final String IF_FILES = "-if-files";
    private final Map<String, Inbox> inboxes = new LinkedHashMap<>();

    /** @param main the inbox that there always is */
    public PickUpRoutes(Inbox main) {
        inboxes.put(TEMPLATE, main);
    }

    /**
     * Another inbox has a route of its own.
     *
     * @param name  the inbox's name, which the route's id ends with
     * @param inbox the inbox
     */
    public void add(String name, Inbox inbox) {
        inboxes.put(TEMPLATE + "-" + name, inbox);
    }

    @Override
    public Set<String> routeIds() {
        return inboxes.keySet();
    }

    @Override
    public Map<String, Object> parameters(String routeId) {
        return Map.of(TEMPLATE_ID, TEMPLATE, "inbox-folder", inboxes.get(routeId).folder().toString(), "schedule",
                routeId, "if-files", routeId + IF_FILES, "account", inboxes.get(routeId).account().orElse(Accounts.MAIN));
    }

    /** @return the inboxes, by the name that a route has for whether files lie in its own */
    public Map<String, Path> ifFiles() {
        Map<String, Path> folders = new LinkedHashMap<>();
        inboxes.forEach((route, inbox) -> folders.put(route + IF_FILES, inbox.folder()));
        return folders;
    }
}
