package io.camelnextmv.pickup;

import io.camelnextmv.fixture.GatewayFixture;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleTest {
    /** The look for tickets of the dead, and where it hands on what it finds. */
    private static final Set<String> LOOKS = Set.of("nextmv-take-over", "nextmv-each-goes-on");
    @TempDir
    private Path home;
    private final Map<String, Integer> exchanges = new ConcurrentHashMap<>();

    private final class Counter extends RoutePolicySupport implements CamelConfiguration {
        @Override
        public void configure(CamelContext context) {
            context.addRoutePolicyFactory((its, id, node) -> new Counter());
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            exchanges.merge(route.getRouteId(), 1, Integer::sum);
        }
    }

    /** What comes round again and again asks first whether there is something to do. */
    @Test
    void aGatewayWithNothingToDoMakesNoExchangesButOfTheLookForTheDead() {
        try (GatewayFixture gateway = new GatewayFixture(home, "http://127.0.0.1:1")
                .prepared(main -> main.configure().addConfiguration(new Counter())).start()) {
            // What the start brings, such as its notice, comes to an end: then there are three looks and nothing else.
            gateway.until("nothing but looks for the dead", () -> {
                if (!LOOKS.equals(exchanges.keySet())) {
                    exchanges.clear();
                }
                return exchanges.getOrDefault("nextmv-take-over", 0) >= 3;
            });
        }
    }
}
