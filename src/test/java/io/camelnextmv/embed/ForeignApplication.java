package io.camelnextmv.embed;

import io.camelnextmv.NextmvBeans;
import io.camelnextmv.fixture.GatewayFixture;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context of somebody else, with routes of its own, which uses ours by the one call that docs/embed.md names. */
final class ForeignApplication implements AutoCloseable {
    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;

    ForeignApplication(GatewayFixture settings, RouteBuilder routes) throws Exception {
        this(routes, properties -> {
            Properties initial = new Properties();
            initial.putAll(settings.settings());
            properties.setInitialProperties(initial);
        });
    }

    /** As Spring Boot does it: what Camel does not find is looked up elsewhere, where nothing can be listed. */
    static ForeignApplication thatLooksUp(GatewayFixture settings, RouteBuilder routes) throws Exception {
        return new ForeignApplication(routes, properties -> properties.setPropertiesParser(
                new DefaultPropertiesParser(properties) {
                    @Override
                    public String customLookup(String key) {
                        return settings.settings().get(key);
                    }
                }));
    }

    private ForeignApplication(RouteBuilder routes, Consumer<PropertiesComponent> properties) throws Exception {
        properties.accept((PropertiesComponent) context.getPropertiesComponent());
        context.addRoutes(routes);
        NextmvBeans.addTo(context);
        context.start();
        template = context.createProducerTemplate();
    }

    CamelContext context() {
        return context;
    }

    ProducerTemplate template() {
        return template;
    }

    @Override
    public void close() {
        context.stop();
    }
}
