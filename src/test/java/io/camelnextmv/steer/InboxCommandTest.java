package io.camelnextmv.steer;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Commands.Said;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands ask the account of the inbox that they are given, and no other. */
class InboxCommandTest extends GatewayTest {
    private static final String OTHER_KEY = "key-of-night-that-nobody-may-see-31";

    private GatewayFixture two(Sandbox main, Sandbox other) {
        return gateway(main).with("nextmv.inboxes", "night,day").with("nextmv.inboxes.night.url", other.url())
                .with("nextmv.inboxes.night.api-key", OTHER_KEY).with("nextmv.inboxes.night.application-id", "packing");
    }

    private static String start(Sandbox cloud) throws IOException, InterruptedException {
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(cloud.url() + "/v1/applications/packing/runs"))
                .header("Authorization", "Bearer " + OTHER_KEY).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"input\":" + SQUARE + "}")).build(), BodyHandlers.ofString());
        return cloud.runs().get(0).id();
    }

    @Test
    void eachCommandAsksWithTheKeyOfTheInbox() throws Exception {
        Sandbox main = cloud(quick());
        Sandbox other = cloud(quick().withApiKey(OTHER_KEY).withRunTime(Duration.ofHours(1)));
        String run = start(other);
        Map<String, String> settings = two(main, other).settings();

        assertThat(Commands.run(settings, "queue", "--inbox", "night").out()).contains(run);
        assertThat(Commands.run(settings, "runs", "--inbox", "night").out()).contains(run, "packing");
        assertThat(Commands.run(settings, "runs").out()).doesNotContain(run);
        assertThat(Commands.run(settings, "result", run, "--inbox", "night").code()).as("it goes on").isEqualTo(5);
        assertThat(Commands.run(settings, "result", run).code()).as("it is not known").isEqualTo(3);
        assertThat(Commands.run(settings, "logs", run, "--inbox", "night").code()).isZero();
        Said registered = Commands.run(settings, "webhook", "register", "--url", "https://example.com/hook", "--id",
                "hook-1", "--inbox", "night");
        assertThat(registered.code()).isZero();
        assertThat(Commands.run(settings, "webhook", "list", "--inbox", "night").out()).contains("hook-1");
        assertThat(Commands.run(settings, "webhook", "list").out()).doesNotContain("hook-1");
    }

    @Test
    void aRunThatIsResumedIsDeliveredByItsInbox() throws Exception {
        Sandbox main = cloud(quick());
        Sandbox other = cloud(quick().withApiKey(OTHER_KEY));
        String run = start(other);
        GatewayFixture gateway = two(main, other);

        Said said = Commands.run(gateway.settings(), "resume", run, "--inbox", "night");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("https://cloud.nextmv.io/app/packing/run/" + run);
        gateway.start().untilDone(1);

        assertThat(GatewayFixture.names(home.resolve("night/outbox"))).containsExactly(run + ".json");
        assertThat(main.requests().values()).allMatch(count -> count == 0);
    }

    @Test
    void aRunIsClonedIntoTheInboxThatHasItsAccountAndItsSidecarSaysNothingThatTheInboxSays() throws Exception {
        Sandbox main = cloud(quick());
        Sandbox other = cloud(quick().withApiKey(OTHER_KEY));
        String run = start(other);
        GatewayFixture gateway = two(main, other);

        assertThat(Commands.run(gateway.settings(), "input", run, "--inbox", "night").out()).isEqualTo(SQUARE);
        assertThat(Commands.run(gateway.settings(), "input", run).code()).as("it is not known").isEqualTo(3);
        Said said = Commands.run(gateway.settings(), "clone", run, "--inbox", "night");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(GatewayFixture.names(home.resolve("night/inbox"))).contains(run + ".json");
        assertThat(home.resolve("night/inbox").resolve(run + ".json.nextmv.json")).content().as("the inbox says it")
                .contains("instance-id").doesNotContain("application-id");
        gateway.start().untilDone(1);
        assertThat(GatewayFixture.names(home.resolve("night/outbox"))).containsExactly(run + ".json");
        assertThat(other.runs()).extracting(io.camelnextmv.sandbox.RunView::application).containsExactly("packing", "packing");
        assertThat(main.runs()).isEmpty();
    }

    @Test
    void aRunIsCanceledInItsAccountWithAGatewayOrWithout() throws Exception {
        Sandbox main = cloud(quick());
        Sandbox other = cloud(quick().withApiKey(OTHER_KEY).withRunTime(Duration.ofHours(1)));
        String run = start(other);
        Map<String, String> settings = two(main, other).settings();

        assertThat(Commands.run(settings, "cancel", run).code()).isEqualTo(3);
        assertThat(Commands.run(settings, "cancel", run, "--inbox", "night").code()).isZero();

        assertThat(other.run(run).orElseThrow().status()).isEqualTo(RunStatus.CANCELED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "main", ""})
    void anInboxThatThereIsNotIsAWrongCommandLine(String name) {
        Sandbox main = cloud(quick());
        Said said = Commands.run(two(main, main).settings(), "queue", "--inbox", name);

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("there is no inbox");
    }

    @Test
    void statusTellsOfEachAccount() throws Exception {
        Sandbox main = cloud(quick());
        Sandbox other = cloud(quick().withApiKey("another"));
        GatewayFixture gateway = two(main, other).start();
        Files.move(Files.writeString(home.resolve("night.json"), SQUARE), home.resolve("night/inbox/night.json"));
        gateway.untilLogged("account of inbox night");

        gateway.until("it says so", () -> Commands.run(gateway.settings(), "status").out().contains(
                "Account of inbox night at " + other.url() + ": nothing gets through"));
        String said = Commands.run(gateway.settings(), "status").out();

        assertThat(said).contains("Requests get through.", "nextmv.inboxes.night.api-key").doesNotContain(OTHER_KEY);
    }
}
