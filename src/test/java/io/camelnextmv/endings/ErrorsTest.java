package io.camelnextmv.endings;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which an input gets no output: it comes back, with a report that says why and what to do. */
class ErrorsTest extends GatewayTest {
    private static final String[] FIELDS = {"file", "ticket", "application_id", "instance_id", "run_id", "status",
        "error", "what_to_do", "submitted_at", "ended_at", "polls", "console_url"};

    @Test
    void aFailedRunComesBackWithItsErrorItsErrorLogAndItsLogs() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        String input = "{\"fail\":\"no vehicle is large enough\"}";

        gateway.drop("orders.json", input);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("orders.error.json", "orders.json");
        assertThat(gateway.errors().resolve("orders.json")).hasContent(input);
        JsonNode report = GatewayFixture.json(gateway.errors().resolve("orders.error.json"));
        RunView run = cloud.runs().get(0);
        assertThat(report.fieldNames()).toIterable().contains(FIELDS);
        assertThat(report.path("file").asText()).isEqualTo("orders.json");
        assertThat(report.path("ticket").asText()).isEqualTo(GatewayFixture.names(gateway.archive()).get(0));
        assertThat(report.path("application_id").asText()).isEqualTo(GatewayFixture.APPLICATION);
        assertThat(report.path("instance_id").isNull()).isTrue();
        assertThat(report.path("run_id").asText()).isEqualTo(run.id());
        assertThat(report.path("status").asText()).isEqualTo("failed");
        assertThat(report.path("error").asText()).startsWith("The run failed: ").contains("no vehicle is large enough");
        assertThat(report.path("what_to_do").asText()).isNotBlank();
        assertThat(Instant.parse(report.path("submitted_at").asText()))
                .isBeforeOrEqualTo(Instant.parse(report.path("ended_at").asText()));
        assertThat(report.path("polls").asInt()).isPositive();
        assertThat(report.path("console_url").asText())
                .isEqualTo("https://cloud.nextmv.io/app/routing/run/" + run.id() + "?view=details");
        assertThat(report.path("error_log").path("error").asText()).contains("no vehicle is large enough");
        assertThat(report.path("error_log").has("stderr")).isTrue();
        assertThat(report.path("logs").asText()).contains("no vehicle is large enough");
        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
    }

    @Test
    void aCanceledRunComesBackIntoTheFolderOfTheCanceledOnes() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("a run goes on", () -> cloud.runs().stream().anyMatch(run -> run.status() == RunStatus.RUNNING));

        cancel(cloud, cloud.runs().get(0).id());
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("orders.error.json", "orders.json");
        assertThat(gateway.canceled().resolve("orders.json")).hasContent(SQUARE);
        JsonNode report = GatewayFixture.json(gateway.canceled().resolve("orders.error.json"));
        assertThat(report.fieldNames()).toIterable().contains(FIELDS);
        assertThat(report.path("status").asText()).isEqualTo("canceled");
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
    }

    private static void cancel(Sandbox cloud, String run) throws Exception {
        int status = java.net.http.HttpClient.newHttpClient().send(java.net.http.HttpRequest
                .newBuilder(java.net.URI.create(cloud.url() + "/v1/applications/routing/runs/" + run + "/cancel"))
                .header("Authorization", "Bearer " + GatewayFixture.API_KEY)
                .method("PATCH", java.net.http.HttpRequest.BodyPublishers.noBody()).build(),
                java.net.http.HttpResponse.BodyHandlers.discarding()).statusCode();
        assertThat(status).isBetween(200, 299);
    }

    @ParameterizedTest
    @CsvSource({"nextmv.poll.max-tries,4", "nextmv.poll.max-duration,200ms"})
    void aRunThatTakesTooLongComesBackAndTheReportSaysThatItMayStillGoOnAndWhereToLook(String key, String value) {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).with(key, value).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("orders.error.json", "orders.json");
        JsonNode report = GatewayFixture.json(gateway.errors().resolve("orders.error.json"));
        String run = cloud.runs().get(0).id();
        assertThat(report.fieldNames()).toIterable().contains(FIELDS);
        assertThat(report.path("status").asText()).isEqualTo("timed_out");
        assertThat(report.path("run_id").asText()).isEqualTo(run);
        assertThat(report.path("error").asText()).contains(run, "running", key);
        assertThat(report.path("what_to_do").asText()).contains("may still be going on", "console_url", key);
        assertThat(report.path("console_url").asText()).contains(run);
        assertThat(cloud.runs()).as("it does go on").extracting(RunView::status).containsExactly(RunStatus.RUNNING);
        if (key.endsWith("max-tries")) {
            assertThat(report.path("polls").asInt()).isEqualTo(4);
        } else {
            assertThat(Instant.parse(report.path("ended_at").asText()))
                    .isAfterOrEqualTo(Instant.parse(report.path("submitted_at").asText()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bad.json    | {\"stops\": [}          | not JSON",
        "half.json   | {\"stops\": [1, 2       | ends too early",
        "text.json   | stops: 1, 2             | not JSON",
        "array.json  | [1, 2]                  | not a JSON object",
        "number.json | 17                      | not a JSON object",
        "two.json    | {} {}                   | more than one",
        "empty.json  | ''                      | empty",
        "blank.json  | '  '                    | nothing but blanks"})
    void aFileThatIsNoJsonObjectComesBackAndNoRunIsStarted(String name, String content, String why) {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop(name, content);
        gateway.untilDone(1);

        String stem = name.substring(0, name.indexOf('.'));
        assertThat(GatewayFixture.names(gateway.errors())).containsExactly(stem + ".error.json", name);
        assertThat(GatewayFixture.text(gateway.errors().resolve(name))).isEqualTo(content);
        JsonNode report = GatewayFixture.json(gateway.errors().resolve(stem + ".error.json"));
        assertThat(report.fieldNames()).toIterable().contains(FIELDS);
        assertThat(report.path("status").asText()).isEqualTo("rejected");
        assertThat(report.path("error").asText()).contains(why);
        assertThat(report.path("run_id").isNull()).isTrue();
        assertThat(cloud.runs()).isEmpty();
    }

    @Test
    void aFileThatIsNotUtf8ComesBack() {
        GatewayFixture gateway = gateway(cloud(quick())).start();

        gateway.drop("latin.json", "{\"name\":\"M\u00fcller\"}".getBytes(StandardCharsets.ISO_8859_1),
                Instant.now().minusSeconds(60));
        gateway.untilDone(1);

        assertThat(GatewayFixture.json(gateway.errors().resolve("latin.error.json")).path("error").asText())
                .contains("UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"400", "413", "422"})
    void aRefusedInputComesBackWithTheAnswerOfTheApi(int status) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meet(Call.NEW_RUN, 1, aResponse().withStatus(status).withBody("{\"error\":\"field stops is missing\"}"));

        gateway.drop("refused.json", SQUARE);
        gateway.untilDone(1);
        gateway.drop("good.json", SQUARE);
        gateway.untilDone(2);

        JsonNode report = GatewayFixture.json(gateway.errors().resolve("refused.error.json"));
        assertThat(report.fieldNames()).toIterable().contains(FIELDS);
        assertThat(report.path("status").asText()).isEqualTo("rejected");
        assertThat(report.path("answer").asText()).contains(Integer.toString(status), "field stops is missing");
        assertThat(report.path("error").asText()).contains("refused", "field stops is missing");
        assertThat(gateway.errors().resolve("refused.json")).hasContent(SQUARE);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("good.json");
    }

    @Test
    void theReportIsKeptInTheArchiveTooWithTheWholeLog() throws Exception {
        GatewayFixture gateway = gateway(cloud(quick())).start();

        gateway.drop("orders.json", "{\"fail\":\"no vehicle\"}");
        gateway.untilDone(1);

        Path archived = gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0));
        assertThat(GatewayFixture.names(archived)).isEqualTo(
                List.of("error-log.json", "input", "logs.txt", "report.json", "ticket.json"));
        assertThat(archived.resolve("report.json")).hasSameBinaryContentAs(gateway.errors().resolve("orders.error.json"));
        assertThat(Files.readString(archived.resolve("logs.txt"))).contains("no vehicle");
    }

    @Test
    void aStatusThatNobodyKnowsMeansAskAgain() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meet(Call.METADATA, 2, aResponse().withBody("{\"metadata\":{\"status_v2\":\"resting\",\"status\":\"failed\"}}"));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        // The run itself may take longer than that.
        assertThat(way.requests(Call.METADATA)).hasSizeGreaterThanOrEqualTo(3);
    }
}
