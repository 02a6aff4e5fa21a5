package io.camelnextmv.payload;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import io.camelnextmv.fixture.CutOff;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.InFront;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.Sandbox;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LargeInputTest extends GatewayTest {
    private static final int LIMIT = 5 * 1024 * 1024;
    private static final String SECRET = "X-Amz-Signature=secret%2Fof%2Bthe%3Daddress";

    @Test
    void anInputAboveFiveMegabytesIsUploadedByteForByte() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        byte[] input = input(LIMIT + 1);

        gateway.drop("orders.json", input, Instant.EPOCH);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(cloud.inputSha256(cloud.runs().get(0).id())).contains(sha256(input));
        assertThat(cloud.requests(Endpoint.STORAGE_PUT)).isEqualTo(1);
        assertThat(cloud.requests(Endpoint.UPLOAD_URL)).isEqualTo(1);
    }

    @Test
    void theLimitIsCountedOnTheWholeRequest() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("just-below.json", input(LIMIT - 1000), Instant.EPOCH);
        gateway.untilDone(1);
        assertThat(cloud.requests(Endpoint.STORAGE_PUT)).isZero();

        gateway.drop("just-above.json", input(LIMIT - 10), Instant.EPOCH);
        gateway.untilDone(2);
        assertThat(cloud.requests(Endpoint.STORAGE_PUT)).isEqualTo(1);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("just-above.json", "just-below.json");
    }

    @Test
    void theByteOrderMarkOfALargeInputIsNotSent() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        byte[] json = input(LIMIT + 1);
        byte[] file = new byte[json.length + 3];
        System.arraycopy(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, 0, file, 0, 3);
        System.arraycopy(json, 0, file, 3, json.length);

        gateway.drop("orders.json", file, Instant.EPOCH);
        gateway.untilDone(1);

        assertThat(cloud.inputSha256(cloud.runs().get(0).id())).contains(sha256(json));
    }

    @Test
    void largeJsonThatEndsTooEarlyIsFoundWithoutAnythingBeingSent() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.json", Arrays.copyOf(input(LIMIT + 1000), LIMIT + 999), Instant.EPOCH);
        gateway.untilDone(1);

        assertThat(report(gateway).path("error").asText()).contains("ends too early");
        assertThat(cloud.requests(Endpoint.UPLOAD_URL)).isZero();
        assertThat(cloud.runs()).isEmpty();
    }

    @Test
    void anInputAboveTheLimitIsRefusedBeforeAnythingIsSentAndTheReportNamesTheLimit() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Path sparse = home.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(700L * 1024 * 1024 + 1);
        }
        Files.setLastModifiedTime(sparse, FileTime.from(Instant.EPOCH));

        Files.move(sparse, gateway.inbox().resolve("orders.json"));
        gateway.untilDone(1);

        assertThat(report(gateway).path("error").asText()).contains("734003201 bytes")
                .contains("700 MiB (734003200 bytes)").contains("nextmv.limit.input");
        assertThat(cloud.requests(Endpoint.UPLOAD_URL)).isZero();
        assertThat(cloud.requests(Endpoint.NEW_RUN)).isZero();
    }

    @Test
    void aFinishedUploadIsWrittenDownAndNotRepeatedAfterARestart() throws Exception {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud)).always(newRun(), aResponse().withStatus(429));
        GatewayFixture gateway = gateway(front.url()).start();
        byte[] input = input(LIMIT + 1);
        gateway.drop("orders.json", input, Instant.EPOCH);
        gateway.until("the upload's id is on disk and the run was refused", () -> gateway.ticket().path("plan")
                .path("upload").path("id").isTextual() && gateway.log().says("slow down: 429"));
        gateway.close();

        GatewayFixture again = gateway(cloud).start();
        again.untilDone(1);

        assertThat(cloud.requests(Endpoint.STORAGE_PUT)).isEqualTo(1);
        assertThat(cloud.runs()).hasSize(1);
        assertThat(cloud.inputSha256(cloud.runs().get(0).id())).contains(sha256(input));
    }

    @Test
    void anUploadThatTheServiceDoesNotKnowAnyMoreIsRepeatedOnce() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud)).times(1, newRun(), aResponse().withStatus(400)
                .withBody("{\"error\":\"there is no upload with this upload_id\"}"));
        GatewayFixture gateway = gateway(front.url()).start();

        gateway.drop("orders.json", input(LIMIT + 1), Instant.EPOCH);
        gateway.untilDone(1);

        assertThat(cloud.requests(Endpoint.STORAGE_PUT)).isEqualTo(2);
        assertThat(cloud.runs()).hasSize(1);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    @Test
    void aRefusalOfAFreshUploadIsTheInputsFault() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud)).always(newRun(), aResponse().withStatus(422)
                .withBody("{\"error\":\"no such option\"}"));
        GatewayFixture gateway = gateway(front.url()).start();

        gateway.drop("orders.json", input(LIMIT + 1), Instant.EPOCH);
        gateway.untilDone(1);

        assertThat(report(gateway).path("error").asText()).contains("no such option");
        assertThat(cloud.requests(Endpoint.STORAGE_PUT)).isEqualTo(2);
    }

    @Test
    void anAddressThatHasExpiredIsAskedForAnewAndIsNoFaultOfTheSettings() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        front.times(1, uploadUrl(), upload(front.url() + "/expired?" + SECRET));
        front.always(put(urlEqualTo("/expired?" + SECRET)), aResponse().withStatus(403).withBody(
                "<Error><Code>AccessDenied</Code><Message>Request has expired</Message><Query>" + SECRET
                        + "</Query></Error>"));
        GatewayFixture gateway = gateway(front.url()).start();

        gateway.drop("orders.json", input(LIMIT + 1), Instant.EPOCH);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(gateway.log().says("403 (AccessDenied)")).isTrue();
        assertThat(gateway.log().says("Signature")).isFalse();
        assertThat(gateway.log().says("need mending")).isFalse();
        assertThat(gateway.log().says("nextmv.api-key")).isFalse();
        assertThat(front.server().findAll(com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor(
                urlPathEqualTo("/expired")))).singleElement()
                .satisfies(request -> assertThat(request.containsHeader("Authorization")).isFalse())
                .satisfies(request -> assertThat(request.getUrl()).endsWith(SECRET))
                .satisfies(request -> assertThat(request.header("Content-Length").firstValue())
                        .isEqualTo("" + (LIMIT + 1)));
    }

    @Test
    void anUploadThatIsCutInTheMiddleIsRepeatedAndTheRunGetsTheWholeInput() throws Exception {
        Sandbox cloud = cloud(quick());
        CutOff storage = closed(new CutOff(100_000, ""));
        InFront front = closed(new InFront(cloud)).times(2, uploadUrl(), upload(storage.url() + "/x?" + SECRET));
        GatewayFixture gateway = gateway(front.url()).start();
        byte[] input = input(2 * LIMIT);

        gateway.drop("orders.json", input, Instant.EPOCH);
        gateway.untilDone(1);

        assertThat(storage.calls()).isEqualTo(2);
        assertThat(cloud.runs()).hasSize(1);
        assertThat(cloud.inputSha256(cloud.runs().get(0).id())).contains(sha256(input));
        assertThat(gateway.log().says("Signature")).isFalse();
    }

    @Test
    void faultsOfTheStorageAreWaitedOutHoweverMany() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        front.times(7, uploadUrl(), upload(front.url() + "/busy?" + SECRET));
        front.always(put(urlPathEqualTo("/busy")), aResponse().withStatus(503).withBody(
                "<Error><Code>SlowDown</Code></Error>"));
        GatewayFixture gateway = gateway(front.url()).start();

        gateway.drop("orders.json", input(LIMIT + 1), Instant.EPOCH);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void anAnswerWithoutAnAddressIsWaitedOut() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud)).times(2, uploadUrl(), okJson("{\"upload_id\":\"u\"}"));
        GatewayFixture gateway = gateway(front.url()).start();

        gateway.drop("orders.json", input(LIMIT + 1), Instant.EPOCH);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    private static MappingBuilder newRun() {
        return post(urlPathEqualTo("/v1/applications/" + GatewayFixture.APPLICATION + "/runs"));
    }

    private static MappingBuilder uploadUrl() {
        return post(urlPathEqualTo("/v1/applications/" + GatewayFixture.APPLICATION + "/runs/uploadurl"));
    }

    private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder upload(String url) {
        return okJson("{\"upload_id\":\"upload-nobody-knows\",\"upload_url\":\"" + url + "\"}");
    }

    private static JsonNode report(GatewayFixture gateway) {
        return GatewayFixture.json(gateway.errors().resolve("orders.error.json"));
    }

    /** A JSON object of exactly so many bytes. */
    static byte[] input(int size) {
        byte[] input = new byte[size];
        Arrays.fill(input, (byte) 'x');
        byte[] head = "{\"stops\":[],\"filler\":\"".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(head, 0, input, 0, head.length);
        input[size - 2] = '"';
        input[size - 1] = '}';
        return input;
    }

    static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
