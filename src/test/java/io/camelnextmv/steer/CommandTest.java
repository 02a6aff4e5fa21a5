package io.camelnextmv.steer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Commands.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest extends GatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"-dash.json", "--two.json", "-"})
    void aNameThatBeginsWithADashIsGivenBehindTwo(String name) {
        GatewayFixture gateway = gateway(cloud(quick()));

        Said said = Commands.run(gateway.settings(), "cancel", name);
        Said behind = Commands.run(gateway.settings(), "cancel", "--", name);

        assertThat(said.err()).contains(name.length() == 1 ? name : "camel-nextmv cancel -- " + name);
        assertThat(behind.err()).startsWith("camel-nextmv: nothing named " + name);
        assertThat(behind.code()).isEqualTo(3);
    }

    @Test
    void whatOthersNameDoesNotSteerTheTerminal() throws IOException {
        String evil = "a\u001b[2J\u0007\n\u202eb.json";
        GatewayFixture gateway = gateway(cloud(quick()));
        Path ticket = home.resolve("work").resolve("20260101-000000-dead-0001");
        Files.createDirectories(ticket.resolve("input"));
        Files.writeString(ticket.resolve("ticket.json"), new ObjectMapper()
                .createObjectNode().put("id", "20260101-000000-dead-0001").put("file", evil).put("state", "CLAIMED")
                .put("application_id", "a").put("claimed_at", "2026-01-01T00:00:00Z").toString());

        Said status = Commands.run(gateway.settings(), "status");
        Said cancel = Commands.run(gateway.settings(), "cancel", evil + "x");

        assertThat(status.out()).contains("a\\u001b[2J\\u0007\\n\\u202eb.json");
        assertThat(status.out() + cancel.err()).doesNotContain("\u001b", "\u0007", "\u202e");
        assertThat(cancel.err().strip().lines()).hasSize(1);
    }

    @Test
    void queueShowsEveryRunOfTheAccountAndWhichInputOfOursItIs() throws IOException {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)).withConcurrency(1));
        GatewayFixture gateway = gateway(cloud).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        String other = Cloud.post(cloud, "/v1/applications/elsewhere/runs?instance_id=staging", "{\"input\":{}}")
                .path("run_id").asText();

        Said table = Commands.run(gateway.settings(), "queue");
        Said raw = Commands.run(gateway.settings(), "queue", "--json");

        assertThat(table.code()).isZero();
        assertThat(table.err()).isEmpty();
        assertThat(table.out().lines()).hasSize(3);
        assertThat(table.out()).startsWith("RUN ID").containsPattern(cloud.runs().get(0).id()
                + " +routing +\\S+ +running +\\d+s +orders.json \\(" + gateway.ticketNames().get(0))
                .containsPattern(other + " +elsewhere +staging +queued +\\d+s +-");
        assertThat(JSON.readTree(raw.out()).path("runs").findValuesAsText("id"))
                .containsExactly(cloud.runs().get(0).id(), other);
    }

    @Test
    void aRouteGetsTheQueueAsTheServicesJson() throws IOException {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        String run = start(cloud, "{\"input\":{}}");
        GatewayFixture gateway = gateway(cloud).start();

        byte[] answer = gateway.gateway().main().getCamelContext().createProducerTemplate()
                .requestBody("direct:nextmv-queue", null, byte[].class);

        assertThat(JSON.readTree(answer).path("runs").findValuesAsText("id")).containsExactly(run);
    }

    @Test
    void statusShowsWhatTheGatewayHasInItsHands() throws IOException {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)).withConcurrency(1));
        GatewayFixture gateway = gateway(cloud).with("nextmv.max-in-flight", "3").start();
        gateway.drop("bad.json", "{");
        gateway.untilDone(1);
        gateway.drop("done.json", "{\"stops\":[],\"duration\":0}");
        gateway.untilWaiting(1);
        Commands.run(gateway.settings(), "cancel", "done.json");
        gateway.untilDone(2);
        for (int i = 0; i < 4; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.until("three wait and one has no room", () -> GatewayFixture.names(gateway.inbox()).size() == 1
                && status(gateway).path("gateways").size() == 1
                && status(gateway).path("on_their_way").findValuesAsText("next_check").size() == 3
                && !status(gateway).path("on_their_way").findValuesAsText("status").contains("null"));

        JsonNode status = status(gateway);
        Said text = Commands.run(gateway.settings(), "status");

        assertThat(status.path("inbox").asInt()).isEqualTo(1);
        assertThat(status.path("errors").asInt()).isEqualTo(1);
        assertThat(status.path("canceled").asInt()).isEqualTo(1);
        assertThat(status.path("delivered").asInt()).isZero();
        assertThat(status.path("on_their_way").findValuesAsText("status"))
                .containsExactlyInAnyOrder("running", "queued", "queued");
        assertThat(status.path("on_their_way").path(0).fieldNames()).toIterable().contains("since", "next_check",
                "deadline", "run_id", "ticket", "file");
        assertThat(status.path("gateways").path(0).path("outage").isNull()).isTrue();
        assertThat(text.code()).isZero();
        assertThat(text.out()).contains("Requests get through.").contains("on its way  3  (2 queued, 1 running)")
                .containsPattern("orders-\\d.json +\\S+ +waiting ");
    }

    @Test
    void statusTellsHowMuchOfTheAccountsLimitsIsUsedAndWhoWaits() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.limit.runs", "1/h").with("nextmv.limit.requests", "2000/m").start();
        for (int i = 0; i < 3; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }

        gateway.until("two wait", () -> Commands.run(gateway.settings(), "status").out()
                .contains("  Of the account's limits: runs 1/h of 1/h, 2 waiting; requests "));

        assertThat(status(gateway).path("gateways").path(0).path("limits").path(0).path("waiting").asInt()).isEqualTo(2);
    }

    @Test
    void statusTellsThatNothingGetsThroughAndWhy() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.api-key", "wrong").start();
        gateway.drop("orders.json", SQUARE);

        gateway.until("the outage is told", () -> Commands.run(gateway.settings(), "status").out()
                .contains("Nothing gets through since "));

        assertThat(Commands.run(gateway.settings(), "status").out()).contains("the API key is refused with 401")
                .contains("1 to be submitted");
        gateway.stop();
        assertThat(Commands.run(gateway.settings(), "status").out()).startsWith("No gateway runs on ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "{\"gateway\":\"half", "{\"gateway\":{\"name\":\"of a later version\"}}"})
    void aGatewayOfWhichNothingCanBeReadIsNamedAllTheSame(String notice) throws IOException {
        GatewayFixture gateway = gateway(cloud(quick())).start();
        gateway.until("it tells of itself", () -> status(gateway).path("gateways").size() == 1);
        String name = status(gateway).path("gateways").path(0).path("gateway").asText();
        Files.writeString(home.resolve("control/gateway-" + name + ".json"), notice);

        assertThat(Commands.run(gateway.settings(), "status").out()).startsWith("Gateway " + name + " runs, and says nothing of"
                + " itself").doesNotContain("No gateway");
        assertThat(status(gateway).path("gateways")).singleElement().satisfies(told -> {
            assertThat(told.path("gateway").asText()).isEqualTo(name);
            assertThat(told.path("silent").asBoolean()).isTrue();
        });
        assertThat(Commands.run(gateway.settings(), "check").out()).contains(name).doesNotContain("none runs here");
    }

    @Test
    void whatAGatewayTellsOfItselfIsWrittenAgainWhereItIsGone() throws IOException {
        GatewayFixture gateway = gateway(cloud(quick())).start();
        gateway.until("it tells of itself", () -> status(gateway).path("gateways").size() == 1);
        String name = status(gateway).path("gateways").path(0).path("gateway").asText();

        Files.delete(home.resolve("control/gateway-" + name + ".json"));
        assertThat(status(gateway).path("gateways").path(0).path("gateway").asText()).isEqualTo(name);
        gateway.until("it tells of itself again", () -> status(gateway).path("gateways").path(0).hasNonNull("pid"));

        assertThat(Commands.run(gateway.settings(), "status").out()).contains("Requests get through.");
    }

    @Test
    void runsShowsTheNewestRunsOfTheApplication() throws IOException {
        Sandbox cloud = cloud(quick());
        String run = start(cloud, "{\"input\":{}}");

        Said table = Commands.run(gateway(cloud).settings(), "runs");
        Said other = Commands.run(gateway(cloud).settings(), "runs", "--json", "--application", "elsewhere");

        assertThat(table.out()).contains(run);
        assertThat(JSON.readTree(other.out()).path("runs")).isEmpty();
    }

    @Test
    void resultGivesTheOutputByteForByteWhateverItsSize() throws IOException {
        Sandbox cloud = cloud(quick());
        String small = start(cloud, "{\"input\":" + SQUARE + "}");
        String large = start(cloud, "{\"input\":{},\"options\":{\"output_size\":\"6000000\"}}");
        Map<String, String> settings = gateway(cloud).settings();
        until(cloud, RunStatus.SUCCEEDED);
        Path file = home.resolve("output.json");

        Said printed = Commands.run(settings, "result", small);
        Said written = Commands.run(settings, "result", large, "-o", file.toString());

        assertThat(printed.out()).isEqualTo(new String(cloud.openOutput(small).orElseThrow().readAllBytes()));
        assertThat(written.code()).isZero();
        assertThat(written.out()).isEmpty();
        assertThat(file).hasBinaryContent(cloud.openOutput(large).orElseThrow().readAllBytes());
        assertThat(GatewayFixture.names(home)).containsExactly("output.json");
    }

    @Test
    void aRunWithoutAnOutputIsTold() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        String failed = start(cloud, "{\"input\":{},\"options\":{\"duration\":\"0s\",\"fail\":\"too few trucks\"}}");
        until(cloud, RunStatus.FAILED);
        String running = start(cloud, "{\"input\":{}}");
        Map<String, String> settings = gateway(cloud).settings();

        assertThat(Commands.run(settings, "result", failed)).isEqualTo(new Said(5, "", "camel-nextmv: run " + failed
                + " is failed: too few trucks: it has no output; see https://cloud.nextmv.io/app/routing/run/" + failed
                + "?view=details" + System.lineSeparator()));
        assertThat(Commands.run(settings, "result", running).err()).contains("is running: it has no output yet");
    }

    @Test
    void logsPrintsWhatTheRunHasLogged() {
        Sandbox cloud = cloud(quick());
        String run = start(cloud, "{\"input\":" + SQUARE + "}");
        until(cloud, RunStatus.SUCCEEDED);

        Said said = Commands.run(gateway(cloud).settings(), "logs", run);

        assertThat(said.code()).isZero();
        assertThat(said.out()).isNotBlank().endsWith("\n");
    }

    @Test
    void cancelBesideARunningGatewayBringsTheInputToCanceled() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).with("nextmv.poll.max-delay", "1h").with("nextmv.poll.delay", "1h")
                .start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);

        Said said = Commands.run(gateway.settings(), "cancel", "orders.json");
        gateway.untilDone(1);

        assertThat(said.code()).isZero();
        assertThat(said.out()).startsWith("orders.json is being canceled");
        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("orders.error.json", "orders.json");
        assertThat(GatewayFixture.names(home.resolve("control").resolve("cancel"))).isEmpty();
    }

    @Test
    void cancelWithoutAGatewayCancelsTheRunAndTheNextStartDeliversIt() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        gateway.stop();

        Said said = Commands.run(gateway.settings(), "cancel", "orders.json");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("No gateway runs here");
        assertThat(cloud.runs().get(0).status()).isEqualTo(RunStatus.CANCELED);
        gateway.start();
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("orders.error.json", "orders.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan.tmp", "x.part", "model.error.json", "PLAN.TMP", "a.Error.JSON", "ü.part"})
    void cancelIsReadWhateverTheInputIsCalled(String name) {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).with("nextmv.poll.delay", "1h").with("nextmv.poll.max-delay", "1h").start();
        submit(gateway, name);
        gateway.untilWaiting(1);

        Said said = Commands.run(gateway.settings(), "cancel", name);

        assertThat(said.err()).isEmpty();
        gateway.untilDone(1);
        assertThat(said.out()).startsWith(name + " is being canceled");
        assertThat(cloud.runs().get(0).status()).isEqualTo(RunStatus.CANCELED);
        assertThat(GatewayFixture.names(home.resolve("control/cancel"))).isEmpty();
    }

    @Test
    void cancelOfANameThatIsNotReadIsDoneAtTheNextStartToo() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).start();
        submit(gateway, "plan.tmp");
        gateway.untilWaiting(1);
        gateway.stop();

        Said said = Commands.run(gateway.settings(), "cancel", "plan.tmp");
        assertThat(said.out()).startsWith("No gateway runs here: plan.tmp is canceled at its next start.");
        gateway.start();

        gateway.until("the wish is gone", () -> GatewayFixture.names(home.resolve("control/cancel")).isEmpty());
        gateway.untilDone(1);
        assertThat(cloud.runs().get(0).status()).isEqualTo(RunStatus.CANCELED);
    }

    @Test
    void cancelOfTwoInputsWhoseNameIsNotReadAsksForTheTicket() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).start();
        submit(gateway, "plan.tmp");
        submit(gateway, "plan.tmp");
        gateway.untilWaiting(2);

        Said said = Commands.run(gateway.settings(), "cancel", "plan.tmp");

        assertThat(said.code()).isEqualTo(3);
        assertThat(said.err()).contains("2 inputs named plan.tmp are on their way: cancel by ticket",
                gateway.ticketNames().get(0), gateway.ticketNames().get(1)).hasLineCount(1);
        assertThat(GatewayFixture.names(home.resolve("control/cancel"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancelSaysAtOnceThatNobodyReadsAWishOfSuchANameForWhatLiesInTheInbox(boolean runs) throws IOException {
        GatewayFixture gateway = gateway(cloud(quick()));
        Files.createDirectories(gateway.inbox());
        Files.writeString(gateway.inbox().resolve("plan.tmp"), SQUARE);
        if (runs) {
            gateway.start();
        }

        Said said = Commands.run(gateway.settings(), "cancel", "plan.tmp");

        assertThat(said.code()).isEqualTo(3);
        assertThat(said.err()).contains("plan.tmp", "take it out of the inbox").hasLineCount(1);
        assertThat(home.resolve("control/cancel/plan.tmp")).doesNotExist();
    }

    @Test
    void cancelOfAnInputThatLiesInTwoInboxesIsNotPromisedWithoutAGateway() throws IOException {
        GatewayFixture gateway = gateway(cloud(quick())).with("nextmv.inboxes", "fleet")
                .with("nextmv.inboxes.fleet.folder", home.resolve("fleet").toString());
        for (String inbox : new String[] {"inbox", "fleet"}) {
            Files.writeString(Files.createDirectories(home.resolve(inbox)).resolve("orders.json"), SQUARE);
        }

        Said said = Commands.run(gateway.settings(), "cancel", "orders.json");

        assertThat(said.code()).isEqualTo(3);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains("2 inboxes hold an input named orders.json",
                home.resolve("fleet/orders.json").toString()).hasLineCount(1);
        assertThat(home.resolve("control/cancel/orders.json")).doesNotExist();
    }

    /** A name on the command line that no file of this machine can have is none of an input, and no fault of the program. */
    @ParameterizedTest
    @ValueSource(strings = {"a\ud800b.json", "a\0b.json", "..", "a/b.json", ""})
    void whatNoFileCanBeCalledIsNotThere(String name) {
        GatewayFixture gateway = gateway(cloud(quick()));

        for (String command : new String[] {"cancel", "wait"}) {
            Said said = Commands.run(gateway.settings(), command, name);

            assertThat(said.code()).as(command).isEqualTo(3);
            assertThat(said.err()).as(command).startsWith("camel-nextmv: nothing named ").hasLineCount(1);
        }
    }

    @Test
    void whatOthersNameDoesNotSteerTheTerminalInJsonEither() throws IOException {
        String evil = "a\u009b2J\u202eb\u200b.json";
        GatewayFixture gateway = gateway(cloud(quick()));
        Path ticket = Files.createDirectories(home.resolve("work").resolve("20260101-000000-dead-0001"));
        Files.writeString(ticket.resolve("ticket.json"), JSON.createObjectNode().put("id", "20260101-000000-dead-0001")
                .put("file", evil).put("state", "CLAIMED").put("application_id", "a")
                .put("claimed_at", "2026-01-01T00:00:00Z").toString());

        Said status = Commands.run(gateway.settings(), "status", "--json");

        assertThat(JSON.readTree(status.out()).path("on_their_way").path(0).path("file").asText()).isEqualTo(evil);
        assertThat(status.out()).contains("a\\u009b2J\\u202eb\\u200b.json").doesNotContain("\u009b", "\u202e", "\u200b");
    }

    private static void submit(GatewayFixture gateway, String name) {
        gateway.gateway().main().getCamelContext().createProducerTemplate()
                .requestBodyAndHeader("direct:nextmv-submit", SQUARE, "NextmvInput", name);
    }

    @Test
    void cancelTakesARunIdWithoutAGatewayToo() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        String run = start(cloud, "{\"input\":{}}");

        Said said = Commands.run(gateway(cloud).settings(), "cancel", run);
        Said again = Commands.run(gateway(cloud).settings(), "cancel", run);

        assertThat(said.code()).isZero();
        assertThat(cloud.runs().get(0).status()).isEqualTo(RunStatus.CANCELED);
        assertThat(again.code()).isEqualTo(3);
        assertThat(again.err()).startsWith("camel-nextmv: run " + run + " cannot be canceled: ");
    }

    @Test
    void cancelSaysSoWhenNothingHasThatNameOrMoreThanOneDoes() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(2);

        Said unknown = Commands.run(gateway.settings(), "cancel", "nobody.json");
        Said odd = Commands.run(gateway.settings(), "cancel", "../no name");
        Said unclear = Commands.run(gateway.settings(), "cancel", "orders.json");

        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.err()).startsWith("camel-nextmv: nothing named nobody.json is on its way").hasLineCount(1);
        assertThat(odd.code()).isEqualTo(3);
        assertThat(unclear.code()).isEqualTo(3);
        assertThat(unclear.err()).contains("2 inputs named orders.json").contains(gateway.ticketNames().get(0))
                .contains(gateway.ticketNames().get(1)).hasLineCount(1);
        assertThat(cloud.requests(Endpoint.CANCEL_RUN)).isEqualTo(1);
    }

    @Test
    void resumeAdoptsARunThatWasStartedElsewhereAndTheGatewayDeliversIt() throws IOException {
        Sandbox cloud = cloud(quick());
        String run = Cloud.post(cloud, "/v1/applications/elsewhere/runs?instance_id=staging", "{\"input\":" + SQUARE
                + "}").path("run_id").asText();
        GatewayFixture gateway = gateway(cloud);

        Said said = Commands.run(gateway.settings(), "resume", run, "--application", "elsewhere");
        Said again = Commands.run(gateway.settings(), "resume", run, "--application", "elsewhere");
        gateway.start();
        gateway.untilDone(1);

        assertThat(said.code()).isZero();
        assertThat(said.out()).startsWith("Run " + run + " is ticket ");
        assertThat(again.code()).isEqualTo(3);
        assertThat(gateway.outbox().resolve(run + ".json")).hasBinaryContent(
                cloud.openOutput(run).orElseThrow().readAllBytes());
        Path archived = gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0));
        assertThat(archived.resolve("input").resolve(run + ".json")).hasContent(SQUARE);
        assertThat(cloud.runs()).hasSize(1);
        assertThat(FileTree.in(gateway.work())).noneMatch(Files::isDirectory);
    }

    @Test
    void aRunningGatewayTakesUpWhatIsResumedBesideIt() {
        Sandbox cloud = cloud(quick());
        String run = start(cloud, "{\"input\":" + SQUARE + "}");
        GatewayFixture gateway = gateway(cloud).start();

        Said said = Commands.run(gateway.settings(), "resume", run);
        gateway.untilDone(1);

        assertThat(said.out()).contains("the gateway takes it up within seconds");
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly(run + ".json");
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void aLargeInputOfAnAdoptedRunIsFetchedToo() throws IOException {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        String input = "{\"stops\":[],\"more\":\"" + "x".repeat(6_000_000) + "\"}";
        GatewayFixture gateway = gateway(cloud);
        gateway.drop("orders.json", input);
        gateway.start();
        gateway.untilWaiting(1);
        gateway.stop();
        Map<String, String> elsewhere = new HashMap<>(gateway.settings());
        elsewhere.put("nextmv.home", home.resolve("elsewhere").toString());
        String run = cloud.runs().get(0).id();

        Said said = Commands.run(elsewhere, "resume", run);

        assertThat(said.code()).as(said.err()).isZero();
        Path work = home.resolve("elsewhere").resolve("work");
        String ticket = GatewayFixture.names(work).get(0);
        assertThat(work.resolve(ticket).resolve("input").resolve(run + ".json")).hasContent(input);
        assertThat(FileTree.files(home.resolve("elsewhere"))).filteredOn(file -> !file.endsWith(run + ".json"))
                .noneMatch(file -> GatewayFixture.text(file).contains("signature"));
    }

    @Test
    void whatCannotBeDoneIsSaidInOneLineWithAnExitCodeAndWithoutTheKey() {
        Sandbox cloud = cloud(quick());
        Map<String, String> settings = gateway(cloud).settings();
        Map<String, String> wrongKey = new HashMap<>(settings);
        wrongKey.put("nextmv.api-key", "another-key-that-nobody-may-see");
        Map<String, String> nowhere = new HashMap<>(settings);
        nowhere.put("nextmv.url", "http://127.0.0.1:1");
        Map<String, String> misspelled = new HashMap<>(settings);
        misspelled.put("nextmv.max-in-fligth", "1");

        Said unknown = Commands.run(settings, "result", "devint-unknown");
        Said noRun = Commands.run(settings, "logs", "no/run");
        Said refused = Commands.run(wrongKey, "queue");
        Said unreachable = Commands.run(nowhere, "runs");
        Said bad = Commands.run(misspelled, "status");

        assertThat(unknown.code()).isEqualTo(3);
        assertThat(noRun.code()).isEqualTo(2);
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("the API key is refused with 401");
        assertThat(unreachable.code()).isEqualTo(4);
        assertThat(bad.code()).isEqualTo(2);
        for (Said said : new Said[] {unknown, refused, unreachable, bad}) {
            assertThat(said.err()).hasLineCount(1).startsWith("camel-nextmv").doesNotContain("nobody-may-see");
            assertThat(said.out()).isEmpty();
        }
    }

    @Test
    void theHelpNamesEveryCommandAndEveryExitCode() {
        Said help = Commands.run(Map.of(), "--help");

        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("status", "queue", "runs", "result", "logs", "cancel", "resume", "demo", "input", "clone",
                "webhook", "sandbox", "Exit codes:").containsPattern(" 70 +a gateway that met an error");
        assertThat(Commands.run(Map.of(), "cancel", "--help").out()).contains("<input|ticket|run id>", "Exit codes:")
                .containsPattern(" 3 +what was named is not there");
    }

    private static JsonNode status(GatewayFixture gateway) throws IOException {
        return JSON.readTree(Commands.run(gateway.settings(), "status", "--json").out());
    }

    private void until(Sandbox cloud, RunStatus status) {
        org.awaitility.Awaitility.await("runs end").atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(5))
                .until(() -> cloud.runs().stream().allMatch(run -> run.status() == status));
    }

    private static String start(Sandbox cloud, String body) {
        return Cloud.post(cloud, "/v1/applications/" + GatewayFixture.APPLICATION + "/runs", body).path("run_id")
                .asText();
    }
}
