package io.camelnextmv.deliver;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.camelnextmv.fixture.CutOff;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.InFront;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LargeOutputTest extends GatewayTest {
    private static final int LIMIT = 5 * 1024 * 1024;
    private static final String SECRET = "X-Amz-Signature=secret%2Fof%2Bthe%3Daddress";
    private static final String RESULT = "/v1/applications/" + GatewayFixture.APPLICATION + "/runs/[^/]+";

    @Test
    void anOutputAboveFiveMegabytesIsDownloadedByteForByte() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.options.output_size", "" + (LIMIT + 1)).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).satisfies(LargeOutputTest::isLarge)
                .hasBinaryContent(cloud.openOutput(cloud.runs().get(0).id()).orElseThrow().readAllBytes());
        assertThat(cloud.requests(Endpoint.STORAGE_GET)).isEqualTo(1);
        assertThat(GatewayFixture.names(gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0))))
                .containsExactly("input", "ticket.json");
    }

    @Test
    void aSmallOutputComesWithTheResult() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.options.output_size", "" + (LIMIT - 100_000)).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).exists();
        assertThat(cloud.requests(Endpoint.STORAGE_GET)).isZero();
    }

    @Test
    void whereTheSizeIsNotKnownAndTheResultIsRefusedTheOutputIsDownloaded() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud)).always(get(urlPathMatching(RESULT + "/metadata")),
                okJson("{\"metadata\":{\"status_v2\":\"succeeded\"}}"));
        GatewayFixture gateway = gateway(front.url()).with("nextmv.options.output_size", "" + (LIMIT + 1)).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).satisfies(LargeOutputTest::isLarge);
        // What stands in for the metadata may be ahead of the run itself: then it is asked again.
        assertThat(cloud.requests(Endpoint.RUN_RESULT)).isGreaterThanOrEqualTo(2);
        assertThat(cloud.requests(Endpoint.STORAGE_GET)).isEqualTo(1);
    }

    @Test
    void anAddressThatHasExpiredIsAskedForAnewAndIsNoFaultOfTheSettings() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        front.times(1, address(), at(front.url() + "/expired?" + SECRET));
        front.always(get(urlPathEqualTo("/expired")), aResponse().withStatus(403)
                .withBody("<Error><Code>AccessDenied</Code><Query>" + SECRET + "</Query></Error>"));
        GatewayFixture gateway = large(front.url()).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).satisfies(LargeOutputTest::isLarge);
        assertThat(gateway.log().says("403 (AccessDenied)")).isTrue();
        assertThat(gateway.log().says("Signature")).isFalse();
        assertThat(gateway.log().says("need mending")).isFalse();
    }

    @Test
    void aDownloadThatIsCutInTheMiddleIsRepeatedAndNothingOfItIsDelivered() {
        Sandbox cloud = cloud(quick());
        CutOff storage = closed(new CutOff(1, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"half\": \"an out"));
        InFront front = closed(new InFront(cloud)).times(2, address(), at(storage.url() + "/x?" + SECRET));
        GatewayFixture gateway = large(front.url()).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(storage.calls()).isEqualTo(2);
        assertThat(gateway.outbox().resolve("orders.json")).satisfies(LargeOutputTest::isLarge);
        assertThat(gateway.log().says("broke off")).isTrue();
        assertThat(gateway.log().says("a folder or file cannot be used")).isFalse();
        assertThat(gateway.log().says("Signature")).isFalse();
    }

    @Test
    void aDownloadWhoseLengthIsWrongIsRepeated() {
        Sandbox cloud = cloud(quick());
        CutOff storage = closed(new CutOff(1, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"half\": \"an output\"}"));
        InFront front = closed(new InFront(cloud)).times(1, address(), at(storage.url() + "/x"));
        GatewayFixture gateway = large(front.url()).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).satisfies(LargeOutputTest::isLarge);
        assertThat(gateway.log().says("it is not whole JSON")).isTrue();
    }

    @Test
    void anOutputThatIsNoJsonHoweverOftenItIsDownloadedEndsInTheErrorsAndIsKept() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        front.always(address(), at(front.url() + "/broken"));
        front.always(get(urlPathEqualTo("/broken")), aResponse().withStatus(200).withBody("{\"never\": "));
        GatewayFixture gateway = large(front.url()).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("orders.bad-output", "orders.error.json",
                "orders.json");
        assertThat(gateway.errors().resolve("orders.bad-output")).hasContent("{\"never\": ");
        assertThat(report(gateway).path("status").asText()).isEqualTo("bad_output");
        assertThat(report(gateway).path("run_id").asText()).isEqualTo(cloud.runs().get(0).id());
    }

    @Test
    void anOutputThatTheServiceSaysIsTooLargeEndsInAReportThatNamesItsSizeAndTheRun() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        front.always(get(urlPathMatching(RESULT + "/metadata")), okJson(
                "{\"metadata\":{\"status_v2\":\"succeeded\",\"output_size\":104857601}}"));
        front.always(address(), aResponse().withStatus(413));
        GatewayFixture gateway = gateway(front.url()).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(report(gateway).path("error").asText()).contains("104857601 bytes").contains("413");
        assertThat(report(gateway).path("run_id").asText()).isEqualTo(cloud.runs().get(0).id());
    }

    private GatewayFixture large(String url) {
        return gateway(url).with("nextmv.options.output_size", "" + (LIMIT + 1));
    }

    private static MappingBuilder address() {
        return get(urlPathMatching(RESULT)).withQueryParam("format", equalTo("url"));
    }

    private static ResponseDefinitionBuilder at(String url) {
        return okJson("{\"metadata\":{},\"output\":{\"url\":\"" + url + "\"}}");
    }

    private static JsonNode report(GatewayFixture gateway) {
        return GatewayFixture.json(gateway.errors().resolve("orders.error.json"));
    }

    private static void isLarge(Path output) {
        assertThat(output.toFile().length()).isGreaterThan(LIMIT);
    }
}
