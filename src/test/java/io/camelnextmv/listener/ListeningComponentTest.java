package io.camelnextmv.listener;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.NextmvBeans;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.settings.BadSetting;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.junit.jupiter.api.Test;

/** An application need not have anything that listens, unless it wants events. */
class ListeningComponentTest extends GatewayTest {

    private CamelContext withoutAnyThatListens() {
        CamelContext context = closed(new DefaultCamelContext());
        ComponentResolver resolver = context.getCamelContextExtension().getContextPlugin(ComponentResolver.class);
        context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, (name, asking) ->
                name.equals("platform-http") ? null : resolver.resolveComponent(name, asking));
        return context;
    }

    @Test
    void whereEventsAreWantedAndNothingListensTheStartSaysWhatToAdd() {
        Map<String, String> settings = new HashMap<>(gateway("http://127.0.0.1:1").settings());
        settings.put("nextmv.webhook.enabled", "true");
        settings.put("nextmv.webhook.secret", "secret-of-the-test");

        assertThatThrownBy(() -> NextmvBeans.addTo(withoutAnyThatListens(), settings)).isInstanceOf(BadSetting.class)
                .hasMessageContaining("nextmv.webhook.enabled").hasMessageContaining("camel-platform-http-main");
    }

    @Test
    void whereNoneAreWantedNothingIsMissing() {
        Map<String, String> settings = gateway("http://127.0.0.1:1").settings();

        assertThatNoException().isThrownBy(() -> {
            CamelContext context = withoutAnyThatListens();
            NextmvBeans.addTo(context, settings);
            context.start();
        });
    }
}
