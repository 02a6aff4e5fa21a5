package io.camelnextmv.accounts;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.camelnextmv.fixture.FaultyCloud.doneBut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.settings.BadSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one account meets stops nobody else, and its key goes nowhere else. */
class SeveralAccountsTest extends GatewayTest {
    private static final String OTHER_KEY = "key-of-staging-that-nobody-may-see-91d0";
    private Sandbox main;
    private Sandbox other;
    private FaultyCloud wayToMain;
    private FaultyCloud wayToOther;

    private GatewayFixture two() {
        return two(Duration.ZERO);
    }

    private GatewayFixture two(Duration runTime) {
        main = cloud(quick());
        other = cloud(quick().withApiKey(OTHER_KEY).withRunTime(runTime));
        wayToMain = closed(new FaultyCloud(main));
        wayToOther = closed(new FaultyCloud(other));
        return withStaging(gateway(wayToMain.url()));
    }

    private GatewayFixture withStaging(GatewayFixture gateway) {
        return gateway.with("nextmv.inboxes", "staging").with("nextmv.inboxes.staging.url", wayToOther.url())
                .with("nextmv.inboxes.staging.api-key", OTHER_KEY);
    }

    private void drop(String inbox, String name, String text) throws IOException {
        Path folder = Files.createDirectories(home.resolve(inbox).resolve("inbox"));
        Path aside = Files.writeString(home.resolve(name + ".tmp"), text);
        Files.setLastModifiedTime(aside, FileTime.from(Instant.EPOCH));
        Files.move(aside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> outbox(String inbox) {
        return GatewayFixture.names(home.resolve(inbox).resolve("outbox"));
    }

    private static void assertNothingOf(String key, FaultyCloud way) {
        assertThat(way.requests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.getHeaders().toString()).doesNotContain(key);
            assertThat(request.getUrl()).doesNotContain(key);
            assertThat(request.getBodyAsString()).doesNotContain(key);
        });
    }

    @Test
    void eachKeyGoesToItsOwnServerAlone() throws Exception {
        GatewayFixture gateway = two().start();

        for (int i = 0; i < 5; i++) {
            gateway.drop("main" + i + ".json", SQUARE);
            drop("staging", "staging" + i + ".json", SQUARE);
        }
        gateway.drop("main.txt", "some text");
        drop("staging", "staging.txt", "some text");
        gateway.untilDone(12);

        assertThat(GatewayFixture.names(gateway.outbox())).contains("main0.json", "main4.json");
        assertThat(outbox("staging")).contains("staging0.json", "staging4.json");
        assertThat(main.runs()).extracting(RunView::name).allMatch(name -> name.startsWith("main"));
        assertThat(other.runs()).extracting(RunView::name).allMatch(name -> name.startsWith("staging"));
        assertNothingOf(OTHER_KEY, wayToMain);
        assertNothingOf(GatewayFixture.API_KEY, wayToOther);
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains(OTHER_KEY));
        assertThat(FileTree.texts(home)).noneMatch(text -> text.contains(OTHER_KEY)
                || text.contains(GatewayFixture.API_KEY));
    }

    /** A server that lies: what it wants asked elsewhere is asked without any key, or not at all. */
    @Test
    void noServerGetsTheOthersKeyByAnAddressThatItGives() throws Exception {
        GatewayFixture gateway = two().with("nextmv.retry.give-up", "1ms").start();
        wayToOther.meetAlways(Call.UPLOAD_ADDRESS, aResponse().withHeader("Content-Type", "application/json")
                .withBody("{\"upload_id\":\"u\",\"upload_url\":\"" + wayToMain.url() + "/v1/account/queue?x=y\"}"));
        wayToOther.meetAlways(Call.METADATA, aResponse().withStatus(307)
                .withHeader("Location", wayToMain.url() + "/v1/account/queue"));

        drop("staging", "staging.txt", "some text");
        drop("staging", "orders.json", SQUARE);
        gateway.until("it was sent where the address leads",
                () -> wayToMain.requests().stream().anyMatch(request -> request.getMethod().value().equals("PUT")));
        gateway.until("a status was asked for", () -> !wayToOther.requests(Call.METADATA).isEmpty());
        gateway.drop("main.json", SQUARE);
        gateway.until("the other account goes on", () -> GatewayFixture.names(gateway.outbox()).contains("main.json"));

        assertNothingOf(OTHER_KEY, wayToMain);
        assertNothingOf(GatewayFixture.API_KEY, wayToOther);
        assertThat(wayToMain.requests()).filteredOn(request -> request.getMethod().value().equals("PUT"))
                .allSatisfy(request -> assertThat(request.containsHeader("Authorization")).isFalse());
    }

    /** Runs that take long, a refused key, a limit of one an hour: whatever keeps them, they keep no other's room. */
    @ParameterizedTest
    @ValueSource(strings = {"running", "refused", "limited"})
    void inputsOfOneAccountThatDoNotGoOnDoNotTakeAllOfTheRoom(String why) throws Exception {
        GatewayFixture gateway = two(Duration.ofHours(1)).with("nextmv.max-in-flight", "8")
                .with("nextmv.limit.runs", why.equals("limited") ? "1/h" : "");
        for (int i = 0; i < 20; i++) {
            drop("staging", "staging" + i + ".json", SQUARE);
        }
        gateway.start();
        gateway.until("its inputs are on their way", () -> gateway.ticketNames().size() >= 6);
        if (why.equals("refused")) {
            wayToOther.meetAlways(aResponse().withStatus(401));
            gateway.untilLogged("account of inbox staging");
        }
        gateway.drop("main.json", SQUARE);
        gateway.until("the other account goes on", () -> GatewayFixture.names(gateway.outbox()).contains("main.json"));

        assertThat(GatewayFixture.names(home.resolve("staging/errors"))).isEmpty();
        assertThat(GatewayFixture.names(home.resolve("staging/inbox"))).hasSizeGreaterThanOrEqualTo(14);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 503})
    void whatOneAccountMeetsStopsItsInboxAlone(int status) throws Exception {
        GatewayFixture gateway = two().start();
        wayToOther.meetAlways(aResponse().withStatus(status).withBody("{\"error\":\"no\"}"));

        for (int i = 0; i < 6; i++) {
            drop("staging", "first" + i + ".json", SQUARE);
        }
        gateway.untilLogged("account of inbox staging");
        gateway.until("it has an outage", () -> health(gateway).getDetails().containsKey("account.staging.outage.reason"));
        drop("staging", "later.json", SQUARE);
        gateway.drop("main.json", SQUARE);
        gateway.until("the other account goes on", () -> GatewayFixture.names(gateway.outbox()).contains("main.json"));

        assertThat(GatewayFixture.names(home.resolve("staging/inbox"))).contains("later.json");
        assertThat(GatewayFixture.names(home.resolve("staging/errors"))).isEmpty();
        assertThat(health(gateway).getState()).as("others go on").isEqualTo(HealthCheck.State.UP);
        assertThat(health(gateway).getDetails()).doesNotContainKey("outage.reason");
        if (status < 500) {
            assertThat(health(gateway).getDetails().get("account.staging.outage.reason").toString())
                    .contains("nextmv.inboxes.staging.");
        }

        wayToOther.mend();
        gateway.untilDone(8);

        assertThat(outbox("staging")).hasSize(7);
        assertThat(other.runs()).hasSize(7);
    }

    private static HealthCheck.Result health(GatewayFixture gateway) {
        return gateway.gateway().main().getCamelContext().getRegistry()
                .lookupByNameAndType("nextmvHealth", HealthCheck.class).call();
    }

    /** Both call their application the same: neither its trouble nor its runs are the other's. */
    @Test
    void applicationsOfTheSameNameInTwoAccountsAreTwo() throws Exception {
        GatewayFixture gateway = two().with("nextmv.submit.concurrency", "1").start();
        wayToOther.meetAlways(Call.NEW_RUN, aResponse().withStatus(500));
        for (int i = 0; i < 6; i++) {
            drop("staging", "staging" + i + ".json", SQUARE);
        }
        gateway.untilLogged("Application routing (account of inbox staging) takes no inputs");

        for (int i = 0; i < 6; i++) {
            gateway.drop("main" + i + ".json", SQUARE);
        }
        gateway.until("the other account's application goes on", () -> GatewayFixture.names(gateway.outbox()).size() == 6);
        wayToOther.mend();
        gateway.untilDone(12);

        assertThat(outbox("staging")).hasSize(6);
        assertThat(other.runs()).hasSize(6);
        assertThat(main.runs()).hasSize(6);
    }

    @Test
    void anAccountThatIsAskedToSlowDownSlowsDownNoOther() throws Exception {
        GatewayFixture gateway = two().with("nextmv.submit.concurrency", "1").start();
        wayToOther.meetAlways(Call.NEW_RUN, aResponse().withStatus(429).withHeader("Retry-After", "3000"));
        for (int i = 0; i < 6; i++) {
            drop("staging", "staging" + i + ".json", SQUARE);
        }
        gateway.until("it was asked to", () -> !wayToOther.requests(Call.NEW_RUN).isEmpty());

        for (int i = 0; i < 6; i++) {
            gateway.drop("main" + i + ".json", SQUARE);
        }
        gateway.untilDone(6);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(6);
    }

    /** The answer was lost: it is looked for among the runs of its own account. */
    @Test
    void aRunInDoubtIsLookedForInItsOwnAccount() throws Exception {
        GatewayFixture gateway = two().start();
        wayToOther.meet(Call.NEW_RUN, 1, doneBut(aResponse().withStatus(502)));

        drop("staging", "staging.json", SQUARE);
        gateway.untilDone(1);

        assertThat(outbox("staging")).containsExactly("staging.json");
        assertThat(other.runs()).hasSize(1);
        assertThat(wayToMain.requests()).isEmpty();
    }

    @Test
    void anAccountThatIsGoneFromTheSettingsIsWaitedForAndNoOtherKeyAsksForItsRuns() throws Exception {
        GatewayFixture gateway = two(Duration.ofHours(1)).start();
        drop("staging", "staging.json", SQUARE);
        gateway.untilWaiting(1);
        String run = gateway.ticket().path("run_id").asText();
        gateway.close();

        GatewayFixture without = gateway(wayToMain.url()).start();
        without.untilLogged("no key of inbox staging any more");
        without.drop("main.json", SQUARE);
        without.untilDone(1);
        without.until("the health says so", () -> health(without).getDetails().containsKey("accounts.missing.1"));
        assertThat(wayToMain.requests()).noneMatch(request -> request.getUrl().contains(run));
        assertThat(without.ticketNames()).hasSize(1);
        without.close();

        int before = wayToOther.requests().size();
        GatewayFixture again = withStaging(gateway(wayToMain.url())).start();
        again.until("it is asked for again", () -> wayToOther.requests().size() > before);
        assertNothingOf(GatewayFixture.API_KEY, wayToOther);
    }

    /** As tickets of earlier versions are, which know of no accounts. */
    @Test
    void aRunBelongsToTheAccountThatItWasStartedIn() throws Exception {
        main = cloud(quick());
        other = cloud(quick().withApiKey(OTHER_KEY));
        wayToMain = closed(new FaultyCloud(main));
        wayToOther = closed(new FaultyCloud(other));
        wayToMain.keepRunsGoing();
        GatewayFixture gateway = gateway(wayToMain.url()).with("nextmv.inboxes", "staging").start();
        drop("staging", "staging.json", SQUARE);
        gateway.untilWaiting(1);
        assertThat(gateway.ticket().path("plan").has("account")).isTrue();
        gateway.close();
        wayToMain.mend();

        GatewayFixture again = withStaging(gateway(wayToMain.url())).start();
        again.untilDone(1);

        assertThat(outbox("staging")).containsExactly("staging.json");
        assertThat(wayToOther.requests()).isEmpty();
    }

    @Test
    void aTicketNamesItsInboxAndItsReportTheAccount() throws Exception {
        GatewayFixture gateway = two()
                .with("nextmv.inboxes.staging.console-url", "https://console.staging.example.com").start();

        drop("staging", "bad.json", "{\"stops\":\"none\"}");
        gateway.untilDone(1);

        JsonNode report = GatewayFixture.json(home.resolve("staging/errors/bad.error.json"));
        assertThat(report.path("account").asText()).isEqualTo("staging");
        assertThat(report.path("console_url").asText()).startsWith("https://console.staging.example.com/app/routing/run/");
    }

    @Test
    void inboxesWithTheSameKeyAndAddressShareAnAccount() throws Exception {
        GatewayFixture gateway = two().with("nextmv.inboxes", "staging,night")
                .with("nextmv.inboxes.night.url", wayToOther.url()).with("nextmv.inboxes.night.api-key", OTHER_KEY)
                .with("nextmv.inboxes.night.application-id", "packing").start();

        drop("night", "night.json", SQUARE);
        drop("staging", "staging.json", SQUARE);
        gateway.untilDone(2);

        assertThat(other.runs()).extracting(RunView::application).containsExactlyInAnyOrder("packing", "routing");
        assertThat(gateway.gateway().main().getCamelContext().getRoutes()).extracting(route -> route.getRouteId())
                .contains("nextmv-probe-account-staging").doesNotContain("nextmv-probe-account-night");
    }

    @Test
    void messagesChooseAnInboxByItsName() throws Exception {
        GatewayFixture gateway = two().with("nextmv.inboxes.staging.application-id", "packing").start();
        var template = gateway.gateway().main().getCamelTemplate();

        template.sendBodyAndHeaders("direct:nextmv-inputs", SQUARE,
                Map.of("NextmvInbox", "staging", "NextmvInput", "a.json"));
        template.sendBodyAndHeaders("direct:nextmv-inputs", SQUARE, Map.of("NextmvInput", "b.json"));
        template.sendBodyAndHeaders("direct:nextmv-inputs", SQUARE,
                Map.of("NextmvInbox", "nowhere", "NextmvInput", "c.json"));
        gateway.untilDone(3);

        assertThat(other.runs()).extracting(RunView::name, RunView::application)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a.json", "packing"));
        assertThat(main.runs()).extracting(RunView::name).containsExactly("b.json");
        assertThat(GatewayFixture.names(gateway.outbox())).as("where those of all messages go").containsExactly("a.json",
                "b.json");
        assertThat(GatewayFixture.json(gateway.errors().resolve("c.error.json")).path("error").asText())
                .contains("NextmvInbox", "nowhere");
    }

    /** Nothing that comes from outside may say as whom a request is sent. */
    @Test
    void noHeaderOfAMessageSetsTheAccount() throws Exception {
        GatewayFixture gateway = two().start();

        gateway.gateway().main().getCamelTemplate().sendBodyAndHeaders("direct:nextmv-inputs", SQUARE,
                Map.of("NextmvAccount", "staging", "NextmvInput", "a.json"));
        gateway.untilDone(1);

        assertThat(main.runs()).hasSize(1);
        assertThat(wayToOther.requests()).isEmpty();
    }

    @Test
    void anAccountThatCannotBeStopsTheStartWithTheNameOfItsSetting() {
        String url = "http://127.0.0.1:1";
        assertThatThrownBy(() -> gateway(url).with("nextmv.inboxes", "a")
                .with("nextmv.inboxes.a.url", "http://127.0.0.1:2").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("nextmv.inboxes.a.url is given without a key");
        assertThatThrownBy(() -> gateway(url).with("nextmv.inboxes", "a")
                .with("nextmv.inboxes.a.api-key", "two words").start())
                .isInstanceOf(BadSetting.class).hasMessageStartingWith("nextmv.inboxes.a.api-key holds blanks")
                .hasMessageNotContaining("words");
        assertThatThrownBy(() -> gateway(url).with("nextmv.inboxes", "a").with("nextmv.inboxes.a.api-key", "k")
                .with("nextmv.inboxes.a.url", "example.com/").start())
                .isInstanceOf(BadSetting.class).hasMessageStartingWith("nextmv.inboxes.a.url is");
        assertThatThrownBy(() -> gateway(url).with("nextmv.inboxes", "a").with("nextmv.inboxes.a.api-key", "k")
                .with("nextmv.inboxes.a.api-key-file", "/k").start())
                .isInstanceOf(BadSetting.class).hasMessageStartingWith("nextmv.inboxes.a.api-key is given twice");
        assertThatThrownBy(() -> gateway(url).with("nextmv.inboxes", "main")
                .with("nextmv.inboxes.main.api-key", "k").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("inbox main");
    }
}
