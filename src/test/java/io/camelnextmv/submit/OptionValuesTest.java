package io.camelnextmv.submit;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.InFront;
import io.camelnextmv.sandbox.Sandbox;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options are sent as texts: what is none, as its JSON text, with its numbers as they were written. */
class OptionValuesTest extends GatewayTest {
    private static final String RUNS = "/v1/applications/" + GatewayFixture.APPLICATION + "/runs";
    private static final String JSON = """
            {"yes": true, "no": false, "price": 1.50, "huge": 1e400, "small": -1E-7, "long": 12345678901234567890,
             "zero": -0.0, "text": "1.50", "word": "true", "none": null, "town": "Zürich \\"x\\"",
             "list": [1.50, "a", true, null, []], "object": {"b": {"c": 2.0}, "a": "\\u00fc", "n": null}, "empty": {}}""";
    private static final String YAML = """
            # what people write
            yes: True
            no: false
            price: 1.50
            huge: 1e400
            small: -1E-7
            long: 12345678901234567890
            zero: -0.0
            text: "1.50"
            word: 'true'
            none: ~
            town: Zürich "x"
            list:
              - 1.50
              - a
              - TRUE
              -
              - []
            object: {b: {c: 2.0}, a: ü, n: null}
            empty: {}
            """;
    private static final Map<String, String> SENT = new TreeMap<>();

    static {
        SENT.putAll(Map.of("yes", "true", "no", "false", "price", "1.50", "huge", "1e400", "small", "-1E-7", "long",
                "12345678901234567890", "zero", "-0.0", "text", "1.50", "word", "true", "town", "Zürich \"x\""));
        SENT.putAll(Map.of("list", "[1.50,\"a\",true,null,[]]", "object", "{\"b\":{\"c\":2.0},\"a\":\"ü\",\"n\":null}",
                "empty", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextmv.json", "nextmv.yaml", "nextmv.yml"})
    void ofAFileBesideAnInput(String ending) {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.json." + ending, ending.equals("nextmv.json") ? "{\"options\": " + JSON + "}"
                : "options:\n" + YAML.indent(2));
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(new TreeMap<>(cloud.runs().get(0).options())).isEqualTo(SENT);
    }

    @Test
    void ofAHeaderThatIsAText() {
        assertThat(byHeader(JSON)).isEqualTo(SENT);
    }

    @Test
    void ofAHeaderThatIsAMap() {
        Map<String, Object> given = new LinkedHashMap<>(Map.of("yes", true, "price", new BigDecimal("1.50"), "count", 7L,
                "ratio", 0.25, "list", List.of(1, "a", false), "object", Map.of("a", 2.5f), "word", "true"));
        given.put("none", null);

        assertThat(byHeader(given)).isEqualTo(new TreeMap<>(Map.of("yes", "true", "price", "1.50", "count", "7", "ratio",
                "0.25", "list", "[1,\"a\",false]", "object", "{\"a\":2.5}", "word", "true")));
    }

    private Map<String, String> byHeader(Object options) {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        try (ProducerTemplate template = gateway.gateway().main().getCamelContext().createProducerTemplate()) {
            template.requestBodyAndHeader("direct:nextmv-run", SQUARE, "NextmvOptions", options, String.class);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return new TreeMap<>(cloud.runs().get(0).options());
    }

    @Test
    void ofTheSettingsTheyAreTextsAsTheyStand() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.options.price", "1.50").with("nextmv.options.yes", "True")
                .with("nextmv.options.list", "[1, 2]").with("nextmv.options.object", "{\"a\": 1}").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(cloud.runs().get(0).options()).isEqualTo(Map.of("price", "1.50", "yes", "True", "list", "[1, 2]",
                "object", "{\"a\": 1}"));
    }

    /** One's own class holds, wherever it is given. */
    @ParameterizedTest
    @CsvSource({"one,,integration", "one,6c9500mb870s,6c9500mb870s", ",6c9500mb870s,6c9500mb870s", ",,''"})
    void anIntegrationBringsItsExecutionClassUnlessOneIsGiven(String integration, String given, String sent)
            throws Exception {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        GatewayFixture gateway = gateway(front.url());
        if (given != null) {
            gateway.with("nextmv.execution-class", given);
        }
        gateway.start();

        if (integration != null) {
            gateway.drop("orders.json.nextmv.yaml", "integration-id: " + integration);
        }
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        JsonNode configuration = new ObjectMapper().readTree(front.server().findAll(postRequestedFor(urlPathEqualTo(RUNS)))
                .get(0).getBodyAsString()).path("configuration");
        assertThat(configuration.path("execution_class").asText()).isEqualTo(sent);
        assertThat(configuration.path("integration_id").asText()).isEqualTo(integration == null ? "" : integration);
    }
}
