package io.camelnextmv.pickup;

import io.camelnextmv.fixture.GatewayFixture;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCreatedEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleTest {
    private static final String STILL_LOOKS = "nextmv-take-over";
    @TempDir
    private Path home;
    private final Map<String, Integer> exchanges = new ConcurrentHashMap<>();

    private final class Counter extends SimpleEventNotifierSupport {
        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof ExchangeCreatedEvent;
        }

        @Override
        public void notify(CamelEvent event) {
            exchanges.merge(((ExchangeCreatedEvent) event).getExchange().getFromRouteId(), 1, Integer::sum);
        }
    }

    /** What comes round again and again asks first whether there is something to do. */
    @Test
    void aGatewayWithNothingToDoMakesNoExchangesButOfTheLookForTheDead() {
        try (GatewayFixture gateway = new GatewayFixture(home, "http://127.0.0.1:1").start()) {
            gateway.gateway().main().getCamelContext().getManagementStrategy().addEventNotifier(new Counter());
            // What the start brings, such as its notice, comes to an end: then there are three looks and nothing else.
            gateway.until("nothing but looks for the dead", () -> {
                if (!exchanges.keySet().equals(Set.of(STILL_LOOKS))) {
                    exchanges.clear();
                }
                return exchanges.getOrDefault(STILL_LOOKS, 0) >= 3;
            });
        }
    }
}
