package io.camelnextmv.submit;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.InFront;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackedRunTest extends GatewayTest {
    private static final String RUNS = "/v1/applications/" + GatewayFixture.APPLICATION + "/runs";
    private static final String SOLVED = """
            result:
              status: succeeded
              execution_duration: 1500
              input: input.json
              output: solution.json
            """;

    @Test
    void aRunThatTookPlaceElsewhereIsKnownToTheServiceWithItsInputAndOutput() throws Exception {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        GatewayFixture gateway = gateway(front.url()).start();

        drop(gateway, SOLVED, Map.of("input.json", SQUARE, "solution.json", "{\"value\": 1.0}"));
        gateway.untilDone(1);

        String run = cloud.runs().get(0).id();
        assertThat(cloud.openInput(run).orElseThrow().readAllBytes()).asString().isEqualTo(SQUARE);
        assertThat(gateway.outbox().resolve("orders.json")).hasContent("{\"value\": 1.0}");
        assertThat(cloud.requests(Endpoint.STORAGE_PUT)).isEqualTo(2);
        JsonNode sent = new ObjectMapper().readTree(
                front.server().findAll(postRequestedFor(urlPathEqualTo(RUNS))).get(0).getBodyAsString());
        assertThat(sent.path("configuration").path("run_type").path("type").asText()).isEqualTo("external");
        assertThat(sent.path("result").path("execution_duration").asLong()).isEqualTo(1500);
    }

    @Test
    void aTrackedRunThatFailedEndsInTheErrorsWithItsMessage() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        drop(gateway, "result: {status: failed, input: input.json, error: stderr.txt, error-message: no vehicle}\n",
                Map.of("input.json", SQUARE, "stderr.txt", "Traceback"));
        gateway.untilDone(1);

        assertThat(cloud.runs().get(0).status()).isEqualTo(RunStatus.FAILED);
        JsonNode report = GatewayFixture.json(gateway.errors().resolve("orders.error.json"));
        assertThat(report.path("error").asText()).contains("no vehicle");
        assertThat(report.path("error_log").path("stderr").asText()).isEqualTo("Traceback");
    }

    @Test
    void itsMetricsAndAssetsAreUploadedTooAndNamedByTheirUploads() throws Exception {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        GatewayFixture gateway = gateway(front.url()).start();
        Map<String, String> files = Map.of("input.json", SQUARE, "solution.json", "{\"value\": 1.0}", "m.json",
                "{\"metrics\": {\"cost\": 1.50}}", "a.json", "{\"assets\": []}");

        drop(gateway, SOLVED + "  metrics: m.json\n  assets: a.json\n", files);
        gateway.untilDone(1);

        JsonNode result = sent(front).path("result");
        assertThat(List.of("output", "metrics", "assets")).extracting(field -> result.path(field + "_upload_id").asText())
                .doesNotHaveDuplicates().doesNotContain("", sent(front).path("upload_id").asText());
        assertThat(cloud.requests(Endpoint.STORAGE_PUT)).isEqualTo(4);
        assertThat(cloud.requests(Endpoint.UPLOAD_URL)).isEqualTo(4);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics", "assets"})
    void whatIsNamedAndNotThereIsAnErrorBeforeAnythingIsSent(String field) throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        drop(gateway, SOLVED + "  " + field + ": nothing.json\n", Map.of("input.json", SQUARE, "solution.json", "{}"));
        gateway.untilDone(1);

        assertThat(GatewayFixture.json(gateway.errors().resolve("orders.error.json")).path("error").asText())
                .contains("nothing.json");
        assertThat(cloud.requests(Endpoint.UPLOAD_URL)).isZero();
    }

    static Stream<Arguments> messages() {
        return Stream.of(arguments("say \\\"no\\\" \\\\ / ' {} %s", "say \"no\" \\ / ' {} %s"),
                arguments("Zürich → 東京 🚚", "Zürich → 東京 🚚"), arguments("\\u001b[1;31mred\\u001b[0m", "red"),
                arguments("bell\\u0007 nul\\u0000 c1\\u0085.", "bell  nul  c1 ."), arguments("a\\r\\nb\\tc", "a\nb\tc"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void itsErrorMessageHoldsWhateverAPersonCanRead(String given, String expected) throws Exception {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        GatewayFixture gateway = gateway(front.url()).start();

        drop(gateway, "{\"result\": {\"status\": \"failed\", \"input\": \"input.json\", \"error-message\": \"" + given
                + "\"}}", Map.of("input.json", SQUARE));
        gateway.untilDone(1);

        assertThat(sent(front).path("result").path("error_message").asText()).isEqualTo(expected);
    }

    @Test
    void halfALetterIsNoText() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("half.json.nextmv.json", "{\"name\": \"\\ud83d\"}");
        gateway.drop("half.json", SQUARE);
        gateway.drop("halfoption.json.nextmv.yaml", "options: {a: [\"\\uDE9A\"]}");
        gateway.drop("halfoption.json", SQUARE);
        gateway.untilDone(2);

        for (String stem : new String[] {"half", "halfoption"}) {
            assertThat(GatewayFixture.json(gateway.errors().resolve(stem + ".error.json")).path("error").asText())
                    .contains("half a letter");
        }
        assertThat(cloud.runs()).isEmpty();
    }

    private static JsonNode sent(InFront front) throws IOException {
        return new ObjectMapper().readTree(
                front.server().findAll(postRequestedFor(urlPathEqualTo(RUNS))).get(0).getBodyAsString());
    }

    @Test
    void aFileThatIsNotThereOrLiesOutsideIsAnErrorBeforeAnythingIsSent() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        drop(gateway, SOLVED, Map.of("input.json", SQUARE));
        gateway.untilDone(1);
        assertThat(GatewayFixture.json(gateway.errors().resolve("orders.error.json")).path("error").asText())
                .contains("solution.json");

        drop(gateway, SOLVED.replace("solution.json", "../secret"), Map.of("input.json", SQUARE));
        gateway.untilDone(2);
        assertThat(cloud.requests(Endpoint.UPLOAD_URL)).isZero();
    }

    @Test
    void uploadsThatAreFinishedAreNotRepeatedAfterARestart() throws Exception {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud)).always(post(urlPathEqualTo(RUNS)), aResponse().withStatus(429));
        GatewayFixture gateway = gateway(front.url()).start();
        drop(gateway, SOLVED, Map.of("input.json", SQUARE, "solution.json", "{}"));
        gateway.untilLogged("slow down: 429");
        gateway.close();

        gateway(cloud).start().untilDone(1);

        assertThat(cloud.requests(Endpoint.STORAGE_PUT)).isEqualTo(2);
        assertThat(cloud.runs()).singleElement().satisfies(run -> assertThat(run.status())
                .isEqualTo(RunStatus.SUCCEEDED));
    }

    private void drop(GatewayFixture gateway, String sidecar, Map<String, String> files) throws IOException {
        Path folder = Files.createDirectories(home.resolve("dropping").resolve("orders"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        gateway.drop("orders.nextmv.yaml", sidecar);
        Files.move(folder, gateway.inbox().resolve("orders"));
        gateway.drop("orders.ready", "");
    }
}
