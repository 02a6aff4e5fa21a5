package io.camelnextmv.steer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Canceling what is on its way: nobody here would look at a run within an hour by itself. */
class CancelTest extends GatewayTest {

    enum Named {
        INPUT(ticket -> ticket.path("file").asText()),
        TICKET(ticket -> ticket.path("id").asText()),
        RUN(ticket -> ticket.path("run_id").asText());

        private final Function<JsonNode, String> name;

        Named(Function<JsonNode, String> name) {
            this.name = name;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWaitingRunIsCanceledAtOnceWhateverItIsCalledAndItsInputLandsInCanceledWithAReport(Named named) {
        Sandbox cloud = cloud(slow());
        GatewayFixture gateway = patient(cloud.url()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);

        wish(named.name.apply(gateway.ticket()));
        gateway.untilDone(1);

        assertThat(cloud.runs().get(0).status()).isEqualTo(RunStatus.CANCELED);
        assertThat(gateway.canceled().resolve("orders.json")).hasContent(SQUARE);
        JsonNode report = GatewayFixture.json(gateway.canceled().resolve("orders.error.json"));
        assertThat(report.path("status").asText()).isEqualTo("canceled");
        assertThat(report.path("error").asText()).startsWith("The run was canceled, as was asked for at ");
        assertThat(report.path("run_id").asText()).isEqualTo(cloud.runs().get(0).id());
        assertThat(cloud.requests(Endpoint.CANCEL_RUN)).isEqualTo(1);
        gateway.until("the wish is gone", () -> GatewayFixture.names(control()).isEmpty());
    }

    @Test
    void aRouteCancelsWhatItsHeaderNames() {
        Sandbox cloud = cloud(slow());
        GatewayFixture gateway = patient(cloud.url()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);

        CancelAnswer answer = gateway.gateway().main().getCamelContext().createProducerTemplate()
                .requestBodyAndHeader("direct:nextmv-cancel",
                null, "NextmvCancel", "orders.json", CancelAnswer.class);

        assertThat(answer.outcome()).isEqualTo(CancelAnswer.Outcome.REQUESTED);
        assertThat(answer.runId()).hasValue(cloud.runs().get(0).id());
        gateway.untilDone(1);
        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("orders.error.json", "orders.json");
    }

    @ParameterizedTest
    @CsvSource({"Mu\u0308ller.json, M\u00fcller.json", "M\u00fcller.json, Mu\u0308ller.json",
        "\u1112\u1161\u11ab.json, \ud55c.json"})
    void aNameIsTheSameComposedAndDecomposed(String dropped, String named) {
        Sandbox cloud = cloud(slow());
        GatewayFixture gateway = patient(cloud.url()).start();
        gateway.drop(dropped, SQUARE);
        gateway.untilWaiting(1);

        assertThat(Commands.run(gateway.settings(), "cancel", named)).satisfies(said -> {
            assertThat(said.err()).isEmpty();
            assertThat(said.code()).isZero();
        });
        gateway.untilDone(1);
        assertThat(gateway.canceled().resolve(dropped)).hasContent(SQUARE);
    }

    @Test
    void aRunThatHasEndedMeanwhileIsDeliveredAsWhatItBecame() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = patient(cloud.url()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        gateway.until("the run has ended", () -> cloud.runs().get(0).status() == RunStatus.SUCCEEDED);

        wish("orders.json");
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(GatewayFixture.names(gateway.canceled())).isEmpty();
        assertThat(cloud.requests(Endpoint.CANCEL_RUN)).isEqualTo(1);
    }

    @Test
    void anInputThatWasNotSubmittedYetIsNotSubmittedAnyMore() {
        WireMockServer way = wayTo(cloud(slow()));
        way.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "3600")));
        GatewayFixture gateway = patient(way.baseUrl()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("asks to slow down: 429; trying again in");

        wish("orders.json");
        gateway.untilDone(1);

        JsonNode report = GatewayFixture.json(gateway.canceled().resolve("orders.error.json"));
        assertThat(report.path("error").asText()).contains("before it was submitted");
        assertThat(report.path("run_id").isNull()).isTrue();
        assertThat(gateway.canceled().resolve("orders.json")).hasContent(SQUARE);
        way.verify(0, patchRequestedFor(anyUrl()));
    }

    @Test
    void anInputThatStillLiesInTheInboxIsTakenOutOfItAndNotSubmitted() {
        Sandbox cloud = cloud(slow());
        GatewayFixture gateway = patient(cloud.url()).with("nextmv.max-in-flight", "1").start();
        gateway.drop("first.json", SQUARE);
        gateway.untilWaiting(1);
        gateway.drop("second.json", SQUARE);

        wish("second.json");
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("second.error.json", "second.json");
        assertThat(cloud.runs()).extracting(run -> run.name()).containsExactly("first.json");
    }

    /** A ticket that has ended stays for as long as its output cannot be delivered. */
    @Test
    void anInputInTheInboxIsCanceledThoughOneOfItsNameHasEndedAndIsStillOnItsWay() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.max-in-flight", "1").start();
        Files.delete(gateway.outbox());
        Files.writeString(gateway.outbox(), "a file where a folder is to be");
        gateway.drop("orders.json", SQUARE);
        gateway.until("it has ended", () -> gateway.ticketNames().size() == 1
                && gateway.ticket().path("state").asText().equals("ENDED"));
        gateway.drop("orders.json", SQUARE);

        wish("orders.json");
        gateway.until("it is answered", () -> GatewayFixture.names(control()).isEmpty()
                || Files.exists(control().resolve("orders.json.error.json")));

        assertThat(GatewayFixture.names(control())).as("a refusal").isEmpty();
        gateway.until("it is canceled", () -> GatewayFixture.names(gateway.canceled()).contains("orders.json"));
        assertThat(cloud.runs()).hasSize(1);
    }

    /** It is not asleep when it is canceled, but about to be, for an hour. */
    @Test
    void anInputWhoseSubmissionIsRefusedRightAfterItWasCanceledIsNotWaitedFor() {
        WireMockServer way = wayTo(cloud(slow()));
        way.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "3600")
                .withFixedDelay(1500)));
        GatewayFixture gateway = patient(way.baseUrl()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("the request is on its way", () -> "SUBMITTING".equals(gateway.ticket().path("state").asText()));
        String ticket = gateway.ticketNames().get(0);

        wish("orders.json");
        untilWished(gateway, ticket);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("orders.error.json", "orders.json");
    }

    @Test
    void aTicketInDoubtIsLookedUpFirstAndThenItsRunIsCanceled() {
        Sandbox cloud = cloud(slow().withListLag(Duration.ofMillis(100)));
        WireMockServer way = wayTo(cloud);
        StubMapping lost = way.stubFor(any(com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching(".*/runs"))
                .withHeader("Nobody", com.github.tomakehurst.wiremock.client.WireMock.absent())
                .atPriority(1).willReturn(aResponse().withStatus(503)));
        GatewayFixture gateway = patient(way.baseUrl()).with("nextmv.retry.delay", "10ms").start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("answered 503");
        String ticket = gateway.ticketNames().get(0);
        start(cloud, ticket);

        wish("orders.json");
        untilWished(gateway, ticket);
        way.removeStub(lost);
        gateway.untilDone(1);

        assertThat(cloud.runs()).singleElement().satisfies(run -> assertThat(run.status())
                .isEqualTo(RunStatus.CANCELED));
        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("orders.error.json", "orders.json");
    }

    @Test
    void aWishSurvivesTheProcessThatWasAskedAndIsDoneByTheNext() {
        Sandbox cloud = cloud(slow());
        WireMockServer way = wayTo(cloud);
        StubMapping broken = way.stubFor(patch(anyUrl()).willReturn(aResponse().withStatus(503)));
        GatewayFixture gateway = patient(way.baseUrl()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        wish("orders.json");
        gateway.until("it was tried", () -> !way.findAll(patchRequestedFor(anyUrl())).isEmpty());
        gateway.stop();
        way.removeStub(broken);

        gateway.start();
        gateway.untilDone(1);

        assertThat(cloud.runs().get(0).status()).isEqualTo(RunStatus.CANCELED);
        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("orders.error.json", "orders.json");
    }

    @Test
    void aCancellationWhoseAnswerWasLostIsAskedForAgainAndDoesNoHarm() {
        Sandbox cloud = cloud(slow());
        WireMockServer way = wayTo(cloud);
        StubMapping lost = way.stubFor(patch(anyUrl()).willReturn(aResponse().withStatus(502)));
        GatewayFixture gateway = patient(way.baseUrl()).with("nextmv.retry.delay", "10ms").start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        wish("orders.json");
        gateway.until("it was tried", () -> !way.findAll(patchRequestedFor(anyUrl())).isEmpty());
        // What the lost answer would have told.
        Cloud.cancel(cloud, cloud.runs().get(0).id());
        way.removeStub(lost);
        gateway.untilDone(1);

        assertThat(cloud.runs()).hasSize(1);
        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("orders.error.json", "orders.json");
    }

    @Test
    void anInputThatIsCanceledWhileItIsUploadedIsNotSubmitted() {
        Sandbox cloud = cloud(slow());
        WireMockServer way = wayTo(cloud);
        way.stubFor(post(com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching(".*/uploadurl"))
                .willReturn(aResponse().withStatus(503)));
        GatewayFixture gateway = patient(way.baseUrl()).with("nextmv.retry.delay", "10ms").start();
        gateway.drop("orders.json", "{\"more\":\"" + "x".repeat(6_000_000) + "\"}");
        gateway.untilLogged("answered 503");

        wish("orders.json");
        gateway.untilDone(1);

        assertThat(cloud.runs()).isEmpty();
        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("orders.error.json", "orders.json");
    }

    @Test
    void anUnknownNameIsAnsweredInTheFilesPlace() {
        Sandbox cloud = cloud(slow());
        GatewayFixture gateway = patient(cloud.url()).start();

        wish("nobody.json");
        wish("no run's name");
        gateway.until("both are answered", () -> GatewayFixture.names(control()).size() == 2
                && GatewayFixture.names(control()).stream().allMatch(name -> name.endsWith(".error.json")));

        assertThat(GatewayFixture.names(control())).containsExactly("no run's name.error.json",
                "nobody.json.error.json");
        JsonNode answer = GatewayFixture.json(control().resolve("nobody.json.error.json"));
        assertThat(answer.path("outcome").asText()).isEqualTo("UNKNOWN");
        assertThat(answer.path("message").asText()).startsWith("nothing named nobody.json is on its way");
        assertThat(cloud.runs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "'quoted'", "two\nlines.json", "${body}", "a,b)"})
    void noNameIsTakenForAnExpression(String name) {
        Sandbox cloud = cloud(slow());
        GatewayFixture gateway = patient(cloud.url()).start();

        wish(name);
        gateway.until("it is answered", () -> GatewayFixture.names(control()).equals(List.of(name + ".error.json")));

        assertThat(GatewayFixture.json(control().resolve(name + ".error.json")).path("message").asText())
                .startsWith("nothing named " + name + " is on its way");
    }

    @Test
    void aNameThatTwoInputsHaveIsAnsweredWithTheirTicketsAndCancelsNeither() {
        Sandbox cloud = cloud(slow());
        GatewayFixture gateway = patient(cloud.url()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(2);

        wish("orders.json");
        Path answer = control().resolve("orders.json.error.json");
        gateway.until("it is answered", () -> Files.exists(answer));

        assertThat(GatewayFixture.json(answer).path("outcome").asText()).isEqualTo("AMBIGUOUS");
        assertThat(GatewayFixture.json(answer).path("meant")).hasSize(2).allSatisfy(
                meant -> assertThat(meant.asText()).contains(" (run "));
        assertThat(cloud.requests(Endpoint.CANCEL_RUN)).isZero();
    }

    @Test
    void theRunOfSomebodyElseIsCanceledByItsId() {
        Sandbox cloud = cloud(slow());
        String run = start(cloud, "somebody else's");
        GatewayFixture gateway = patient(cloud.url()).start();

        wish(run);
        gateway.until("it is canceled", () -> cloud.runs().get(0).status() == RunStatus.CANCELED);

        gateway.until("the wish is gone", () -> GatewayFixture.names(control()).isEmpty());
    }

    @Test
    void aRunWhoseTimeIsUpIsLeftAloneUnlessTheSettingsWantItCanceled() {
        Sandbox cloud = cloud(slow());
        GatewayFixture gateway = gateway(cloud).with("nextmv.poll.max-tries", "2").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("orders.error.json", "orders.json");
        assertThat(cloud.runs().get(0).status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void aRunWhoseTimeIsUpIsCanceledWhereTheSettingsWantIt() {
        Sandbox cloud = cloud(slow());
        GatewayFixture gateway = gateway(cloud).with("nextmv.poll.max-tries", "2")
                .with("nextmv.poll.on-timeout", "cancel").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(cloud.runs().get(0).status()).isEqualTo(RunStatus.CANCELED);
        JsonNode report = GatewayFixture.json(gateway.canceled().resolve("orders.error.json"));
        assertThat(report.path("error").asText()).contains("it had not ended in its time");
        assertThat(cloud.requests(Endpoint.CANCEL_RUN)).isEqualTo(1);
    }

    /** The breaker, or the bulkhead, says no before anything is sent: the wish waits as everything else does. */
    @Test
    void aWishWhileNothingGetsThroughIsCarriedOutWhenItDoes() {
        Sandbox cloud = cloud(slow());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = patient(way.url()).with("nextmv.retry.delay", "10ms").with("nextmv.retry.max-delay", "50ms")
                .with("nextmv.retry.max-unexpected", "3").start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        way.goDown();
        gateway.drop("other.json", SQUARE);
        gateway.untilLogged("Nothing gets through");

        wish("orders.json");
        gateway.until("it was tried more often than unexpected exceptions are borne", () -> gateway.log().lines().stream()
                .filter(line -> line.contains("Still nothing gets through")).count() > 5);
        way.goOn();
        gateway.until("it is canceled", () -> Files.exists(gateway.canceled().resolve("orders.json")));

        assertThat(gateway.log().says("an unexpected error")).isFalse();
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(cloud.runs().stream().filter(run -> run.status() == RunStatus.CANCELED)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name: mine", "priority: 17", "no setting: 1"})
    void anInputWithASidecarIsCanceledBeforeItIsSubmitted(String sidecar) throws Exception {
        Sandbox cloud = cloud(slow());
        GatewayFixture gateway = patient(cloud.url()).with("nextmv.max-in-flight", "1").start();
        gateway.drop("first.json", SQUARE);
        gateway.untilWaiting(1);
        Files.writeString(gateway.inbox().resolve("second.json.nextmv.yaml"), sidecar);
        gateway.drop("second.json", SQUARE);

        wish("second.json");
        gateway.until("it is canceled", () -> Files.exists(gateway.canceled().resolve("second.json")));

        assertThat(gateway.log().says("an unexpected error")).isFalse();
        assertThat(cloud.runs()).hasSize(1);
    }

    private static SandboxSettings slow() {
        return quick().withRunTime(Duration.ofHours(1));
    }

    private GatewayFixture patient(String url) {
        return gateway(url).with("nextmv.poll.initial-delay", "1h").with("nextmv.poll.delay", "1h")
                .with("nextmv.poll.max-delay", "1h").with("nextmv.retry.delay", "1h")
                .with("nextmv.retry.max-delay", "1h").with("nextmv.poll.max-duration", "2h");
    }

    private WireMockServer wayTo(Sandbox cloud) {
        WireMockServer way = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        way.start();
        closed(way::stop);
        way.stubFor(any(anyUrl()).atPriority(9).willReturn(aResponse().proxiedFrom(cloud.url())));
        return way;
    }

    private static String start(Sandbox cloud, String description) {
        return Cloud.post(cloud, "/v1/applications/" + GatewayFixture.APPLICATION + "/runs",
                "{\"input\":{},\"description\":\"" + description + "\"}").path("run_id").asText();
    }

    /** Once it is granted it is on disk for moments only, in {@code work/}; in the archive it stays. */
    private static void untilWished(GatewayFixture gateway, String ticket) {
        gateway.until("the wish is on disk", () -> Stream.of(gateway.work(), gateway.archive())
                .anyMatch(folder -> Files.exists(folder.resolve(ticket).resolve("cancel.json"))));
    }

    private Path control() {
        return home.resolve("control").resolve("cancel");
    }

    private void wish(String name) {
        try {
            Files.createDirectories(control());
            Files.writeString(control().resolve(name), "what is written here does not matter");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
