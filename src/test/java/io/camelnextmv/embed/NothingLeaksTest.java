package io.camelnextmv.embed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody else's context and routes are like with ours beside them: as they are without. */
class NothingLeaksTest extends GatewayTest {
    private final AtomicInteger tries = new AtomicInteger();
    private final ConcurrentLinkedQueue<Headers> requests = new ConcurrentLinkedQueue<>();
    private String server;
    private ForeignApplication application;

    @BeforeEach
    void start() throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            requests.add(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/busy") ? 503 : 200, 2);
            exchange.getResponseBody().write("ok".getBytes());
            exchange.close();
        });
        http.start();
        closed(() -> http.stop(0));
        server = "http://127.0.0.1:" + http.getAddress().getPort();
        Sandbox cloud = cloud(quick());
        application = closed(new ForeignApplication(gateway(cloud), foreign()));
    }

    private RouteBuilder foreign() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:failing").routeId("failing").process(exchange -> {
                    tries.incrementAndGet();
                    throw new IllegalStateException("mine");
                });
                from("direct:read-twice").routeId("read-twice").to("log:first?showBody=true").to("mock:read");
                from("direct:http").routeId("http").to(server + "/plain");
                from("direct:busy").routeId("busy").to(server + "/busy");
            }
        };
    }

    @Test
    void aFailingBeanOfAnotherRouteMeetsThatRoutesOwnErrorHandlerOnce() {
        Exchange answer = application.template().request("direct:failing", exchange -> exchange.getIn().setBody("x"));

        assertThat(answer.getException()).isInstanceOf(IllegalStateException.class).hasMessage("mine");
        assertThat(tries).hasValue(1);
    }

    @Test
    void streamsOfOtherRoutesAreStillCached() {
        assertThat(application.context().isStreamCaching()).isTrue();

        Exchange answer = application.template().request("direct:read-twice",
                exchange -> exchange.getIn().setBody(new ByteArrayInputStream("twice".getBytes())));

        assertThat(answer.getMessage().getBody()).isInstanceOf(StreamCache.class);
        assertThat(answer.getMessage().getBody(String.class)).isEqualTo("twice");
    }

    @Test
    void requestsOfOtherRoutesCarryNoKeyAndTheirHttpBehavesAsItsDocumentationSays() {
        Exchange plain = application.template().request("direct:http",
                exchange -> exchange.getIn().setHeader("Mine", "sent"));
        Exchange busy = application.template().request("direct:busy", exchange -> { });

        assertThat(plain.getMessage().getBody(String.class)).isEqualTo("ok");
        assertThat(busy.getException()).isNotNull();
        assertThat(requests.peek().getFirst("Mine")).isEqualTo("sent");
        assertThat(requests).allMatch(headers -> !headers.containsKey("Authorization")
                && !headers.toString().contains(GatewayFixture.API_KEY));
    }

    @Test
    void everyOptionOfTheHttpComponentIsItsDefault() throws Exception {
        try (CamelContext fresh = new DefaultCamelContext()) {
            assertThat(options(application.context())).isEqualTo(options(fresh));
        }
    }

    /** Those that are plain values. */
    private static Map<String, Object> options(CamelContext context) {
        BeanIntrospection introspection = PluginHelper.getBeanIntrospection(context);
        Map<String, Object> all = new java.util.HashMap<>();
        introspection.getProperties(context.getComponent("http", HttpComponent.class), all, null);
        return all.entrySet().stream()
                .filter(one -> one.getValue() instanceof Number || one.getValue() instanceof Boolean
                        || one.getValue() instanceof String)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void theContextHasTheSettingsOfAFreshOne() throws Exception {
        ModelCamelContext context = (ModelCamelContext) application.context();
        try (DefaultCamelContext fresh = new DefaultCamelContext()) {
            fresh.start();
            PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
            PropertiesComponent defaults = (PropertiesComponent) fresh.getPropertiesComponent();
            assertThat(properties.getEnvironmentVariableMode()).isEqualTo(defaults.getEnvironmentVariableMode());
            assertThat(properties.getSystemPropertiesMode()).isEqualTo(defaults.getSystemPropertiesMode());
            assertThat(context.getShutdownStrategy().getTimeout()).isEqualTo(fresh.getShutdownStrategy().getTimeout());
            assertThat(context.getGlobalOptions()).isEqualTo(fresh.getGlobalOptions());
            assertThat(context.getStreamCachingStrategy().isSpoolEnabled())
                    .isEqualTo(fresh.getStreamCachingStrategy().isSpoolEnabled());
            assertThat(context.getCamelContextExtension().getErrorHandlerFactory()).as("a global error handler").isNull();
        }
        assertThat(context.getName()).isNotEqualTo("camel-nextmv");
    }

    @Test
    void everyErrorRuleHasANameAndOnlyOurRoutesFollowIt() {
        ModelCamelContext context = (ModelCamelContext) application.context();

        assertThat(context.getRouteConfigurationDefinitions()).isNotEmpty()
                .allMatch(rule -> rule.getId().startsWith("nextmv-") && rule.hasCustomIdAssigned());
        for (RouteDefinition route : context.getRouteDefinitions()) {
            if (!route.getId().startsWith("nextmv-")) {
                assertThat(route.getRouteConfigurationId()).isNull();
                assertThat(route.getAppliedRouteConfigurationIds()).isNullOrEmpty();
            }
        }
    }

    @Test
    void everyRouteBeanAndSettingOfOursCarriesOurName() throws Exception {
        CamelContext context = application.context();
        Set<String> foreign = Set.of("failing", "read-twice", "http", "busy");

        assertThat(context.getRoutes()).extracting(route -> route.getRouteId())
                .allMatch(id -> foreign.contains(id) || id.startsWith("nextmv-"));
        try (CamelContext fresh = new DefaultCamelContext()) {
            fresh.addRoutes(foreign());
            fresh.start();
            assertThat(beans(context)).filteredOn(name -> !name.startsWith("nextmv")).isSubsetOf(beans(fresh));
        }
        assertThat(context.getPropertiesComponent().loadPropertiesAsMap().keySet()).extracting(Object::toString)
                .allMatch(name -> name.startsWith("nextmv."));
    }

    /** Camel, logging and the ecosystem look for files of certain names at the root of the class path. */
    @Test
    void inTheJarEverythingLiesUnderOurNameButTheKameletsAndWhatTracesLookFor() throws Exception {
        Path resources = Path.of("src", "main", "resources");
        assertThat(FileTree.files(resources).stream().map(file -> resources.relativize(file).toString())
                .filter(name -> !name.startsWith("kamelets/") && !name.startsWith("nextmv/")))
                .containsExactly("META-INF/services/org.apache.camel.telemetry.SpanDecorator");
    }

    private static Set<String> beans(CamelContext context) {
        return context.getRegistry().findByTypeWithName(Object.class).keySet();
    }

    @Test
    void whatOthersCannotConvertTheyStillCannotAndATextStaysAText() throws Exception {
        var converters = application.context().getTypeConverter();

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> converters.mandatoryConvertTo(List.class,
                new ByteArrayInputStream("[1]".getBytes()))).isInstanceOfAny(NoTypeConversionAvailableException.class);
        assertThat(converters.mandatoryConvertTo(String.class, new ByteArrayInputStream("{}".getBytes())))
                .isEqualTo("{}");
    }
}
