package io.camelnextmv.cloud;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.spi.RouteTemplateParameterSource;

/** Makes two routes for each account, which probe its API and its object storage. */
public final class ProbeRoutes implements RouteTemplateParameterSource {
    private static final String API = "nextmv-probe";
    private static final String STORAGE = "nextmv-probe-storage";
    private static final String IF_DUE = "-if-due";
    private final Map<String, Map<String, Object>> routes = new LinkedHashMap<>();
    private final Map<String, BooleanSupplier> due = new LinkedHashMap<>();

    /** @param accounts the accounts */
    public ProbeRoutes(Accounts accounts) {
        accounts.all().forEach(account -> {
            String ending = account.isMain() ? "" : "-account-" + account.name();
            // A key that was refused may be another one by now, which is tried at once.
            add(API, ending, account, () -> account.key().isRefused() || account.services().api().isProbeDue());
            add(STORAGE, ending, account, () -> account.services().storage().isProbeDue());
        });
    }

    private void add(String template, String ending, Account account, BooleanSupplier isDue) {
        String id = template + ending;
        routes.put(id, Map.of(TEMPLATE_ID, template, "account", account.name(), "schedule", id, "if-due", id + IF_DUE));
        due.put(id + IF_DUE, isDue);
    }

    /** @return whether each of the routes has something to do, by the name that the route has for that */
    public Map<String, BooleanSupplier> due() {
        return Map.copyOf(due);
    }

    @Override
    public Set<String> routeIds() {
        return routes.keySet();
    }

    @Override
    public Map<String, Object> parameters(String routeId) {
        return routes.get(routeId);
    }
}
