package io.camelnextmv.embed;

import io.camelnextmv.NextmvBeans;
import io.camelnextmv.fixture.GatewayFixture;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context of somebody else, with routes of its own, which uses ours by the one call that README names. */
final class ForeignApplication implements AutoCloseable {
    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;

    ForeignApplication(GatewayFixture settings, RouteBuilder routes) throws Exception {
        Properties properties = new Properties();
        properties.putAll(settings.settings());
        context.getPropertiesComponent().setInitialProperties(properties);
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
