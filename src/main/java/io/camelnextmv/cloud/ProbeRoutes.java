package io.camelnextmv.cloud;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.RouteTemplateParameterSource;

/** Makes two routes for each account, which probe its API and its object storage. */
public final class ProbeRoutes implements RouteTemplateParameterSource {
    private static final String API = "nextmv-probe";
    private static final String STORAGE = "nextmv-probe-storage";
    private final Map<String, Map<String, Object>> routes = new LinkedHashMap<>();

    /** @param accounts the accounts */
    public ProbeRoutes(Accounts accounts) {
        accounts.all().forEach(account -> {
            String ending = account.isMain() ? "" : "-account-" + account.name();
            add(API, ending, account);
            add(STORAGE, ending, account);
        });
    }

    private void add(String template, String ending, Account account) {
        routes.put(template + ending, Map.of(TEMPLATE_ID, template, "account", account.name(), "timer", template + ending));
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
