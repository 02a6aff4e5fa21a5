package io.camelnextmv.bus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.camelnextmv.bus.Broker.Taken;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message that points to its input: what may be fetched is, and nothing else. */
class ClaimCheckTest extends JmsFixture {
    private static final String POINTER = "NextmvInputFile";
    private Sandbox cloud;
    private Path allowed;
    private WireMockServer files;

    @BeforeEach
    void start() throws IOException {
        cloud = cloud(quick());
        allowed = Files.createDirectories(home.resolve("claims"));
        files = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        files.start();
        closed(files::stop);
        files.stubFor(any(anyUrl()).atPriority(9).willReturn(aResponse().withStatus(404)));
    }

    private GatewayFixture allowing(String... places) {
        return onTheBus(cloud.url()).with("nextmv.inputs.claim-check", String.join(", ", places)).start();
    }

    private void point(String where) {
        broker.send(INPUTS, "", Map.of(POINTER, where));
    }

    private byte[] input() throws IOException {
        return cloud.openInput(cloud.runs().get(0).id()).orElseThrow().readAllBytes();
    }

    @Test
    void aFileOfAnAllowedFolderIsRunAndStaysWhereItIs() throws IOException {
        Path file = Files.writeString(Files.createDirectories(allowed.resolve("today")).resolve("orders.json"), SQUARE);
        allowing(allowed.toString());

        point(file.toString());

        assertThat(broker.take(OUTPUTS).header("NextmvStatus")).isEqualTo("succeeded");
        assertThat(input()).asString().isEqualTo(SQUARE);
        assertThat(file).hasContent(SQUARE);
    }

    @Test
    void anAllowedAddressIsFetchedWithoutTheKey() throws IOException {
        files.stubFor(get(urlPathEqualTo("/orders/today.json")).willReturn(aResponse().withBody(SQUARE)
                .withHeader("NextmvApplicationId", "stolen")));
        allowing(files.baseUrl() + "/orders/");

        point(files.baseUrl() + "/orders/today.json?signature=x%2Fy");

        broker.take(OUTPUTS);
        assertThat(input()).asString().isEqualTo(SQUARE);
        assertThat(cloud.runs().get(0).application()).isEqualTo(GatewayFixture.APPLICATION);
        files.verify(getRequestedFor(urlPathEqualTo("/orders/today.json")).withoutHeader("Authorization"));
        assertThat(files.getAllServeEvents().get(0).getRequest().getUrl()).endsWith("?signature=x%2Fy");
    }

    @Test
    void nothingElseIsFetchedAndTheReportDoesNotTellWhetherItIsThere() throws IOException {
        Path secret = Files.writeString(home.resolve("secret.json"), SQUARE);
        Files.createSymbolicLink(allowed.resolve("link.json"), secret);
        Files.writeString(Files.createDirectories(home.resolve("claims-of-others")).resolve("x.json"), SQUARE);
        files.stubFor(get(anyUrl()).willReturn(aResponse().withBody(SQUARE)));
        allowing(allowed.toString(), files.baseUrl() + "/orders/");
        String host = files.baseUrl();

        for (String where : List.of("/etc/passwd", secret.toString(), allowed + "/../secret.json", allowed + "/link.json",
                home + "/claims-of-others/x.json", allowed.toString(), allowed + "/none.json", "claims/x.json",
                "file:" + secret, host + "/admin", host + "/orders/../admin", host + "/orders/%2e%2e/admin",
                host + "/orders/..;/admin", host + "/orders/..;x=1/admin", host + "/orders/.;/admin", host + "/orders/a/..;a;b/../admin",
                host + "/orders/;/../admin", host + "/orders/..%3b/admin", host + "/orders/..%3B/admin", host + "/orders/..;",
                host + "/orders/%252e%252e/admin", host + "/orders/..%00/admin", host + "/orders/..%20/admin",
                host + "/orders/..%09/admin", host + "/orders", host.replace("http://", "http://user@") + "/orders/x", cloud.url() + "/orders/x",
                "http://127.0.0.1:1/orders/x", "ftp://127.0.0.1/orders/x", "HTTP:///orders/x")) {
            point(where);
            Taken error = broker.take(ERRORS);
            assertThat(error.header("NextmvReport")).as(where).contains("not under what nextmv.inputs.claim-check allows");
            assertThat(error.bytes()).as(where).isEmpty();
            assertThat(error.headers()).as(where).containsEntry(POINTER, where);
        }
        assertThat(cloud.runs()).isEmpty();
        assertThat(files.getAllServeEvents()).isEmpty();
    }

    @Test
    void unlessASettingAllowsItNothingIsFetched() throws IOException {
        Path file = Files.writeString(allowed.resolve("orders.json"), SQUARE);
        onTheBus(cloud.url()).start();

        point(file.toString());

        assertThat(broker.take(ERRORS).header("NextmvReport")).contains("nextmv.inputs.claim-check");
        assertThat(cloud.runs()).isEmpty();
    }

    @Test
    void aRedirectIsNotFollowed() {
        files.stubFor(get(urlPathEqualTo("/orders/x")).willReturn(aResponse().withStatus(302)
                .withHeader("Location", files.baseUrl() + "/admin")));
        allowing(files.baseUrl() + "/orders/");

        point(files.baseUrl() + "/orders/x");

        assertThat(broker.take(ERRORS).header("NextmvReport")).contains("answers 302");
        assertThat(files.getAllServeEvents()).hasSize(1);
    }

    @Test
    void aServerThatFailsIsAskedAgainUntilItAnswersAndTheInputIsNoError() throws IOException {
        files.stubFor(get(urlPathEqualTo("/orders/x")).willReturn(aResponse().withStatus(503)));
        allowing(files.baseUrl() + "/orders/");

        point(files.baseUrl() + "/orders/x");
        await().atMost(Duration.ofSeconds(30)).until(() -> files.getAllServeEvents().size() >= 3);
        files.stubFor(get(urlPathEqualTo("/orders/x")).willReturn(aResponse().withBody(SQUARE)));

        assertThat(broker.take(OUTPUTS).header("NextmvStatus")).isEqualTo("succeeded");
        assertThat(input()).asString().isEqualTo(SQUARE);
        assertThat(broker.count(ERRORS)).isZero();
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void aServerThatFailsForEverHoldsUpWhatIsBehindForATimeAndTheReportSaysWhatToDo() throws IOException {
        files.stubFor(get(urlPathEqualTo("/orders/x")).willReturn(aResponse().withStatus(503)));
        onTheBus(cloud.url()).with("nextmv.inputs.claim-check", files.baseUrl() + "/orders/").with("nextmv.retry.give-up", "1s")
                .start();

        point(files.baseUrl() + "/orders/x");
        broker.send(INPUTS, SQUARE, Map.of("NextmvInput", "behind.json"));

        Taken error = broker.take(ERRORS);
        assertThat(error.header("NextmvStatus")).isEqualTo("rejected");
        assertThat(error.header("NextmvReport")).contains("its server answers 503", "nextmv.retry.give-up", "send the message again");
        assertThat(error.headers()).containsEntry(POINTER, files.baseUrl() + "/orders/x");
        assertThat(broker.take(OUTPUTS).header("NextmvInput")).isEqualTo("behind.json");
        assertThat(files.getAllServeEvents()).hasSizeGreaterThan(5);
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void aFailedRunPointsToItsInputAgain() throws IOException {
        Path file = Files.writeString(allowed.resolve("orders.json"), "{\"fail\":\"too much\"}");
        allowing(allowed.toString());

        point(file.toString());

        Taken error = broker.take(ERRORS);
        assertThat(error.headers()).containsEntry(POINTER, file.toString()).containsEntry("NextmvStatus", "failed");
        assertThat(error.bytes()).isEmpty();
    }
}
