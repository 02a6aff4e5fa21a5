package io.camelnextmv.deliver;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import io.camelnextmv.fixture.CutOff;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.InFront;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogsAndAssetsTest extends GatewayTest {
    private static final String FAILING = "{\"stops\":[],\"fail\":\"no way\"}";
    private static final String RUN = "/v1/applications/" + GatewayFixture.APPLICATION + "/runs/[^/]+";

    @Test
    void logsAreFetchedOfFailedRunsOnlyUnlessSomebodyAsks() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("good.json", SQUARE);
        gateway.drop("bad.json", FAILING);
        gateway.untilDone(2);

        assertThat(cloud.requests(Endpoint.RUN_LOGS)).isEqualTo(1);
        assertThat(cloud.requests(Endpoint.RUN_ASSETS)).isZero();
        assertThat(GatewayFixture.json(gateway.errors().resolve("bad.error.json")).path("logs").isTextual()).isTrue();
    }

    @Test
    void logsAndAssetsOfAllRunsGoToTheArchive() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.deliver.logs", "always")
                .with("nextmv.deliver.assets", "true").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        Path ticket = gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0));
        assertThat(GatewayFixture.names(ticket)).containsExactly("assets", "input", "logs.txt", "ticket.json");
        assertThat(ticket.resolve("logs.txt")).content().contains("tour found");
        assertThat(ticket.resolve("assets/output-Output")).hasBinaryContent(
                cloud.openOutput(cloud.runs().get(0).id()).orElseThrow().readAllBytes());
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    @Test
    void theyAreDeliveredBesideTheOutputWhereTheSettingSaysSo() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.deliver.logs", "always")
                .with("nextmv.deliver.assets", "true").with("nextmv.deliver.extras", "beside").start();

        gateway.drop("orders.json", SQUARE);
        gateway.drop("bad.json", FAILING);
        gateway.untilDone(2);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.assets", "orders.json",
                "orders.logs.txt");
        assertThat(GatewayFixture.names(gateway.outbox().resolve("orders.assets"))).containsExactly("output-Output");
        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("bad.assets", "bad.error.json", "bad.json",
                "bad.logs.txt");
    }

    @Test
    void neverMeansNever() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.deliver.logs", "never").start();

        gateway.drop("bad.json", FAILING);
        gateway.untilDone(1);

        assertThat(cloud.requests(Endpoint.RUN_LOGS)).isZero();
        assertThat(GatewayFixture.json(gateway.errors().resolve("bad.error.json")).path("error_log").isObject())
                .isTrue();
    }

    @Test
    void anAssetIsNeverWrittenOutsideOfItsFolderWhateverItsName() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        front.always(get(urlPathMatching(RUN + "/assets")), okJson("{\"items\":["
                + "{\"id\":\"a1\",\"name\":\"../../../evil.txt\"},{\"id\":\"..\",\"name\":\"x\"},"
                + "{\"id\":\"a/b\",\"name\":\"x\"},{\"id\":\"a2\",\"name\":\"Chart 1.html\"}]}"));
        front.always(get(urlPathMatching(RUN + "/assets/a[12]")), okJson("{\"download_url\":\"" + front.url()
                + "/asset\",\"type\":\"x\"}"));
        front.always(get(urlPathEqualTo("/asset")), aResponse().withBody("asset"));
        GatewayFixture gateway = gateway(front.url()).with("nextmv.deliver.assets", "true").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        Path ticket = gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0));
        assertThat(GatewayFixture.names(ticket.resolve("assets"))).containsExactly("a1-__.._.._evil.txt",
                "a2-Chart 1.html");
    }

    @Test
    void namesOfAssetsAreCutInBytesAndWhatIsNoAssetIsLeftOut() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        String id = "a".repeat(200);
        front.always(get(urlPathMatching(RUN + "/assets")), okJson("{\"items\":[null,{},{\"id\":\"" + id + "\",\"name\":\""
                + "🚚日本".repeat(60) + ".html\"},{\"id\":\"b\",\"name\":\"" + "ü".repeat(300) + "\"}]}"));
        front.always(get(urlPathMatching(RUN + "/assets/(a+|b)")), okJson("{\"download_url\":\"" + front.url()
                + "/asset\",\"type\":\"x\"}"));
        front.always(get(urlPathEqualTo("/asset")), aResponse().withBody("asset"));
        GatewayFixture gateway = gateway(front.url()).with("nextmv.deliver.assets", "true").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        Path ticket = gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0));
        assertThat(GatewayFixture.names(ticket.resolve("assets"))).hasSize(2)
                .allMatch(name -> name.startsWith(id + "-") && name.endsWith(".html") || name.startsWith("b-üü"))
                .allMatch(Names::fits);
    }

    @Test
    void assetsThatCannotBeReadHoweverOftenAreLeftOutWithOneLine() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        front.always(get(urlPathMatching(RUN + "/assets")), okJson("{\"items\":[{\"id\":\"a\",\"name\":\"a\"},"
                + "{\"id\":\"b\",\"name\":\"b\"},{\"id\":\"a2\",\"name\":\"a2\"},{\"id\":\"c\",\"name\":\"c\"}]}"));
        front.always(get(urlPathMatching(RUN + "/assets/a2?")), okJson("{\"nothing\":1}"));
        front.always(get(urlPathMatching(RUN + "/assets/b")), aResponse().withStatus(404));
        front.always(get(urlPathMatching(RUN + "/assets/c")), okJson("{\"download_url\":\"" + front.url() + "/asset\"}"));
        front.always(get(urlPathEqualTo("/asset")), aResponse().withBody("asset"));
        GatewayFixture gateway = gateway(front.url()).with("nextmv.deliver.assets", "true").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        Path ticket = gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0));
        assertThat(GatewayFixture.names(ticket.resolve("assets"))).containsExactly("c");
        assertThat(ticket.resolve("assets-left-out.txt")).content().contains("no address").contains("404");
        assertThat(gateway.log().lines().stream().filter(line -> line.contains("left out"))).hasSize(1);
        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
    }

    @Test
    void faultsOnTheWayToAnAssetAreWaitedOut() {
        Sandbox cloud = cloud(quick());
        CutOff storage = closed(new CutOff(1, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"half\": \"an ass"));
        InFront front = closed(new InFront(cloud));
        front.times(1, get(urlPathMatching(RUN + "/assets")), aResponse().withStatus(503));
        front.times(1, get(urlPathMatching(RUN + "/assets/output")), okJson("{\"download_url\":\"" + storage.url()
                + "/x?secret-of-the-query\"}"));
        front.times(1, get(urlPathMatching("/storage/.*")), aResponse().withStatus(403));
        GatewayFixture gateway = gateway(front.url()).with("nextmv.deliver.assets", "true").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        Path ticket = gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0));
        assertThat(ticket.resolve("assets/output-Output")).hasSameBinaryContentAs(gateway.outbox().resolve("orders.json"));
        assertThat(storage.calls()).isEqualTo(1);
        assertThat(gateway.log().says("secret-of-the-query")).isFalse();
    }

    @Test
    void whereThereAreNoAssetsTheOutputIsDeliveredWithoutThem() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        front.always(get(urlPathMatching(RUN + "/assets")), aResponse().withStatus(404));
        GatewayFixture gateway = gateway(front.url()).with("nextmv.deliver.assets", "true").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(gateway.log().says("left out")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 410, 501})
    void anAssetThatTheObjectStorageRefusesIsLeftOut(int status) {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        front.always(get(urlPathMatching(RUN + "/assets/[^/]+")), okJson("{\"download_url\":\"" + front.url() + "/asset\"}"));
        front.always(get(urlPathEqualTo("/asset")), aResponse().withStatus(status));
        GatewayFixture gateway = gateway(front.url()).with("nextmv.deliver.assets", "true").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
        assertThat(gateway.log().says("left out")).isTrue();
    }

    @Test
    void thatTheLogsAreRefusedSaysNothingOfAssetsWhoseAnswerBreaksOff() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        front.always(get(urlPathMatching(RUN + "/logs")), aResponse().withStatus(403));
        front.always(get(urlPathMatching(RUN + "/assets")), aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
        GatewayFixture gateway = gateway(front.url()).with("nextmv.deliver.logs", "always")
                .with("nextmv.deliver.assets", "true").with("nextmv.retry.delay", "100ms").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("trying again in");

        assertThat(gateway.log().says("left out")).isFalse();
        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
    }
}
