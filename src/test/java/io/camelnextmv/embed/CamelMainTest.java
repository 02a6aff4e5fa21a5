package io.camelnextmv.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

/** A Camel Main application that uses us by its properties alone. */
class CamelMainTest extends GatewayTest {

    @Test
    void twoPropertiesBringTheBeansAndTheRoutes() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture folders = gateway(cloud);
        Main main = new Main();
        folders.settings().forEach(main::addInitialProperty);
        main.addInitialProperty("camel.main.configurationClasses", "io.camelnextmv.NextmvBeans");
        main.addInitialProperty("camel.main.routesIncludePattern", "classpath:nextmv/routes/*.camel.yaml");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:foreign").routeId("foreign").to("direct:nextmv-run").convertBodyTo(String.class);
            }
        });
        closed(main::stop);
        main.start();

        String output = main.getCamelContext().createProducerTemplate().requestBody("direct:foreign", SQUARE,
                String.class);

        assertThat(output).contains("\"length\"");
        assertThat(main.getCamelContext().isStreamCaching()).isTrue();
        assertThat(main.getCamelContext().getName()).isNotEqualTo("camel-nextmv");
        assertThat(main.configure().getShutdownTimeout()).isEqualTo(new Main().configure().getShutdownTimeout());
        assertThat(main.configure().httpServer().isEnabled()).isFalse();
    }
}
