package io.camelnextmv.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.NextmvBeans;
import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.page.PageClient.Said;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.settings.BadSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the status page is told, and what is done from it, as its script asks for it. */
class PageTest extends GatewayTest {
    private static final String FAILING = "{\"stops\": \"none\"}";
    private final int port = FreePort.next();
    private final PageClient page = new PageClient(port);

    private GatewayFixture served(GatewayFixture gateway) {
        return gateway.with("camel.management.enabled", "true").with("camel.management.port", Integer.toString(port))
                .with("nextmv.page.control", "true");
    }

    private Sandbox slow() {
        return cloud(quick().withRunTime(Duration.ofHours(1)));
    }

    private void untilChecked(GatewayFixture gateway) {
        gateway.until("its run was looked at", () -> page.state().at("/on_the_way/rows/0/next_look").isTextual());
    }

    @Test
    void itShowsARunOnItsWayWithItsRunStatusNextLookAndDeadline() {
        Sandbox cloud = slow();
        GatewayFixture gateway = served(gateway(cloud)).with("nextmv.console-url", "https://console.example").start();
        gateway.drop("orders.json", SQUARE);
        untilChecked(gateway);

        JsonNode state = page.state();
        JsonNode row = state.at("/on_the_way/rows/0");
        String run = gateway.ticket().path("run_id").asText();
        assertThat(row.path("file").asText()).isEqualTo("orders.json");
        assertThat(row.path("run_id").asText()).isEqualTo(run);
        assertThat(row.path("console").asText()).startsWith("https://console.example/app/routing/run/" + run);
        assertThat(row.path("step").asText()).isEqualTo("WAITING");
        assertThat(row.path("status").asText()).isEqualTo("running");
        assertThat(row.path("since").asText()).isEqualTo(gateway.ticket().path("submitted_at").asText());
        assertThat(row.path("deadline").asText()).isEqualTo(gateway.ticket().path("deadline").asText());
        assertThat(row.path("checks").asInt()).isPositive();
        assertThat(state.at("/on_the_way/statuses/running").asInt()).isEqualTo(1);
        assertThat(state.at("/accounts/0/through").asBoolean()).isTrue();
        assertThat(state.at("/accounts/0/since").asText()).isEqualTo(state.at("/gateway/started_at").asText());
        assertThat(state.toString()).doesNotContain(GatewayFixture.API_KEY);
        gateway.until("it says how much is kept", () -> page.state().at("/kept/archive").isNumber());
    }

    @Test
    void afterARestartWhatWaitsIsThereAgainAndWhatWasDeliveredIsNot() {
        GatewayFixture gateway = served(gateway(slow())).start();
        gateway.drop("orders.json", SQUARE);
        untilChecked(gateway);
        gateway.stop();
        gateway.start();
        untilChecked(gateway);

        assertThat(page.state().at("/on_the_way/count").asInt()).isEqualTo(1);
        assertThat(page.state().at("/delivered/count").asInt()).isZero();
    }

    @Test
    void itShowsWhatWasDeliveredWhereToAndHowLongThatTook() {
        GatewayFixture gateway = served(gateway(cloud(quick()))).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);
        gateway.drop("bad.json", "[1, 2");
        gateway.untilDone(2);

        JsonNode delivered = page.state().path("delivered");
        assertThat(delivered.path("count").asInt()).isEqualTo(2);
        JsonNode output = delivered.at("/rows/1");
        assertThat(output.path("status").asText()).isEqualTo("succeeded");
        assertThat(Path.of(output.path("where").asText())).isRegularFile().hasFileName("orders.json").hasParent(
                gateway.outbox().toAbsolutePath());
        assertThat(output.path("took").asLong()).isPositive();
        assertThat(delivered.at("/rows/0/where").asText()).endsWith("bad.error.json");
        JsonNode minutes = page.state().path("minutes");
        assertThat(minutes).hasSize(60);
        int outputs = 0;
        int others = 0;
        for (JsonNode minute : minutes) {
            outputs += minute.path("outputs").asInt();
            others += minute.path("others").asInt();
        }
        assertThat(List.of(outputs, others)).containsExactly(1, 1);
        assertThat(page.state().at("/on_the_way/count").asInt()).isZero();
    }

    @Test
    void itShowsThatNothingGetsThroughSinceWhenAndWhy() {
        GatewayFixture gateway = served(gateway("http://127.0.0.1:1")).with("nextmv.inboxes", "night")
                .with("nextmv.inboxes.night.url", cloud(quick()).url())
                .with("nextmv.inboxes.night.api-key", GatewayFixture.API_KEY).start();
        assertThat(page.state().at("/accounts/0").has("last")).as("nothing was asked yet").isFalse();
        gateway.drop("orders.json", SQUARE);
        gateway.until("it is told", () -> !page.state().at("/accounts/0/through").asBoolean());

        JsonNode main = page.state().at("/accounts/0");
        assertThat(Instant.parse(main.path("since").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(main.path("reason").asText()).isNotBlank();
        assertThat(main.path("next_try").asText()).isNotBlank();
        assertThat(page.state().at("/accounts/1/account").asText()).isEqualTo("night");
        assertThat(page.state().at("/accounts/1/through").asBoolean()).isTrue();
    }

    @Test
    void itShowsTheBacklogOfTheInboxesWithoutWhatIsNoInput() throws IOException {
        GatewayFixture gateway = served(gateway(slow())).with("nextmv.max-in-flight", "1").start();
        gateway.drop("first.json", SQUARE);
        gateway.untilWaiting(1);
        Instant old = Instant.now().minusSeconds(7200);
        gateway.drop("second.json", SQUARE.getBytes(java.nio.charset.StandardCharsets.UTF_8), old);
        gateway.drop("second.json.nextmv.yaml", "options: {}");
        gateway.drop("third.json", SQUARE);
        gateway.drop("no-input.tmp", "");
        gateway.drop(".hidden", "");
        gateway.until("all are counted", () -> page.state().at("/inbox/count").asInt() == 2);

        assertThat(Instant.parse(page.state().at("/inbox/oldest").asText()).getEpochSecond()).isEqualTo(old.getEpochSecond());
    }

    @Test
    void anErrorIsShownWithWhatToDoAndRetriedIntoItsInbox() throws IOException {
        GatewayFixture gateway = served(gateway(cloud(quick()))).start();
        gateway.drop("orders.json", "[1, 2");
        gateway.untilDone(1);
        gateway.until("it is told", () -> page.state().at("/errors/count").asInt() == 1);
        JsonNode row = page.state().at("/errors/rows/0");
        JsonNode report = GatewayFixture.json(gateway.errors().resolve("orders.error.json"));

        assertThat(row.path("file").asText()).isEqualTo("orders.json");
        assertThat(row.path("error").asText()).isEqualTo(report.path("error").asText()).isNotBlank();
        assertThat(row.path("what_to_do").asText()).isEqualTo(report.path("what_to_do").asText()).isNotBlank();

        Files.writeString(gateway.errors().resolve("orders.json"), SQUARE);
        gateway.until("its ticket is archived", () -> gateway.ticketNames().isEmpty());
        Said retried = page.post("/nextmv/page/retry/" + row.path("ticket").asText());
        assertThat(retried.status()).as(retried.body()).isEqualTo(200);
        gateway.untilDone(2);
        assertThat(gateway.outbox().resolve("orders.json")).exists();
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(page.state().at("/errors/count").asInt()).isZero();
        assertThat(page.post("/nextmv/page/retry/" + row.path("ticket").asText()).status()).isEqualTo(404);
    }

    @Test
    void whatMayStillRunIsRetriedOnlyWhenSomebodyWhoWasToldSaysYes() throws IOException {
        Sandbox cloud = slow();
        GatewayFixture gateway = served(gateway(cloud)).with("nextmv.poll.max-duration", "200ms").start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);
        gateway.until("its ticket is archived", () -> gateway.ticketNames().isEmpty());
        gateway.until("it is told", () -> page.state().at("/errors/count").asInt() == 1);
        String retry = "/nextmv/page/retry/" + page.state().at("/errors/rows/0/ticket").asText();

        Said asked = page.post(retry);
        assertThat(asked.status()).isEqualTo(409);
        assertThat(asked.json().path("asks").asBoolean()).isTrue();
        assertThat(asked.json().path("message").asText()).contains(page.state().at("/errors/rows/0/run_id").asText(), "twice");
        assertThat(GatewayFixture.names(gateway.errors())).contains("orders.json");
        assertThat(page.post(retry + "?yes=true").status()).isEqualTo(200);
        gateway.untilDone(2);
    }

    @Test
    void whatWaitsIsCanceledAndNothingElse() {
        GatewayFixture gateway = served(gateway(slow())).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        String ticket = gateway.ticketNames().get(0);
        String run = gateway.ticket().path("run_id").asText();

        Said other = page.post("/nextmv/page/cancel/" + run);
        assertThat(other.status()).as("a run's id is no ticket on its way").isIn(400, 409);
        assertThat(page.post("/nextmv/page/cancel/" + ticket).status()).isEqualTo(200);
        gateway.untilDone(1);
        assertThat(GatewayFixture.names(gateway.canceled())).contains("orders.json");
        assertThat(page.post("/nextmv/page/cancel/" + ticket).status()).isEqualTo(409);
    }

    /** A link that is none, markup, what turns the direction of text round, a line break, half a character. */
    @Test
    void textOfOthersIsTextAndReportsAreNotBelieved() throws IOException {
        GatewayFixture gateway = served(gateway(slow())).start();
        String name = "<img src=x onerror=alert(1)> \u202Egnp.nosj \u001b[2J.json";
        gateway.drop(name, SQUARE);
        gateway.untilWaiting(1);
        Path forged = gateway.errors().resolve("forged.error.json");
        Files.writeString(forged, """
                {"file": "<b>x</b>\\n", "ticket": "0123-abc", "application_id": "javascript:alert(1)", "run_id": "../../x",
                 "status": "failed\\ud800", "console_url": "javascript:alert(1)", "error": "%s", "what_to_do": "</script>",
                 "logs": "cut off""".formatted("e".repeat(50_000)));
        Files.writeString(gateway.errors().resolve("no-report.error.json"), "{\"file\": 1}");
        Files.createSymbolicLink(gateway.errors().resolve("link.error.json"), forged);
        Files.createDirectory(gateway.errors().resolve("folder.error.json"));
        gateway.until("it is told", () -> page.state().at("/errors/count").asInt() == 1);

        JsonNode state = page.state();
        assertThat(state.at("/on_the_way/rows/0/file").asText())
                .isEqualTo("<img src=x onerror=alert(1)> \\u202egnp.nosj \\u001b[2J.json");
        JsonNode row = state.at("/errors/rows/0");
        assertThat(row.path("file").asText()).isEqualTo("<b>x</b>\\n");
        assertThat(row.path("status").asText()).isEqualTo("failed\\ud800");
        assertThat(row.path("error").asText()).hasSize(Shown.SENTENCE);
        assertThat(row.has("console")).isFalse();
        assertThat(row.has("run_id")).isFalse();
        assertThat(state.toString()).doesNotContain("javascript:");
        assertThat(page.get("/nextmv/page/state").headers()).containsEntry("content-type", "application/json");
        assertThat(page.post("/nextmv/page/retry/0123-abc").status()).as("it is no input of ours").isEqualTo(404);
    }

    @Test
    void ofManyErrorsTheLastAreShownAndAllAreCounted() throws IOException {
        GatewayFixture gateway = served(gateway(slow()));
        Files.createDirectories(gateway.errors());
        Instant now = Instant.now();
        for (int i = 0; i < 250; i++) {
            Path report = gateway.errors().resolve("input-" + i + ".error.json");
            Files.writeString(report, "{\"file\":\"input-" + i + ".json\",\"ticket\":\"t-" + i
                    + "\",\"application_id\":\"routing\",\"run_id\":\"run-" + i + "\",\"status\":\"failed\",\"error\":\"e\",\"what_to_do\":\"w\"}");
            Files.setLastModifiedTime(report, FileTime.from(now.minusSeconds(i)));
        }
        gateway.start();

        JsonNode errors = page.state().path("errors");
        assertThat(errors.path("count").asInt()).isEqualTo(250);
        assertThat(errors.path("rows")).hasSize(ReturnedInputs.KEPT);
        assertThat(errors.at("/rows/0/file").asText()).isEqualTo("input-0.json");
        assertThat(page.state("?filter=INPUT-17").at("/errors/rows")).hasSize(11);
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        GatewayFixture gateway = served(gateway(slow())).with("nextmv.poll.delay", "1m").with("nextmv.poll.max-delay", "1m")
                .start();
        gateway.drop("orders.json", SQUARE);
        untilChecked(gateway);
        String host = "Host: 127.0.0.1:" + port;
        gateway.until("nothing has changed", () -> {
            Said whole = page.send("GET", "/nextmv/page/state", host);
            Said again = page.send("GET", "/nextmv/page/state", host, "If-None-Match: " + whole.headers().get("etag"));
            return again.status() == 304 && again.body().isEmpty() && again.headers().containsKey("nextmv-now");
        });
    }

    @Test
    void anApplicationThatHasAManagementPortOfItsOwnHasNotAskedForThePage() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().addInitialProperty("camel.management.enabled", "true");
            NextmvBeans.addTo(context, Map.of("nextmv.home", home.toString(), "nextmv.api-key", "x",
                    "nextmv.application-id", "routing", "nextmv.url", "http://127.0.0.1:1"));
            context.start();
            assertThat(context.getRoute("nextmv-pick-up")).isNotNull();
            assertThat(context.getRoute("nextmv-page")).isNull();
            assertThat(context.getRegistry().lookupByName("nextmvPageAnswers")).isNull();
        }
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            assertThatThrownBy(() -> NextmvBeans.addTo(context, Map.of("nextmv.home", home.toString(), "nextmv.api-key", "x",
                    "nextmv.application-id", "routing", "nextmv.page.enabled", "true"))).isInstanceOf(BadSetting.class)
                    .hasMessageContaining("nextmv.page.enabled").hasMessageContaining("camel.management.enabled");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextmv.page.hosts=http://gateway.example.com", "nextmv.page.hosts=a b", "nextmv.page.hosts=x:80",
        "nextmv.page.token=short", "nextmv.page.enabled=perhaps", "nextmv.page.control=1"})
    void aSettingThatCannotBeStopsTheStart(String setting) {
        String[] parts = setting.split("=");
        GatewayFixture gateway = gateway("http://127.0.0.1:1").with(parts[0], parts[1]);

        assertThatThrownBy(gateway::start).isInstanceOf(BadSetting.class).hasMessageContaining(parts[0])
                .message().doesNotContain("short\"");
    }
}
