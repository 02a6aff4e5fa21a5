package io.camelnextmv.payload;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.InFront;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is larger than the settings say is refused before anything is sent; what is just as large goes through. */
class SizeLimitsTest extends GatewayTest {
    private static final int LIMIT = 20_000;
    private static final String RESULT = "/v1/applications/" + GatewayFixture.APPLICATION + "/runs/[^/]+";

    @ParameterizedTest
    @ValueSource(strings = {"orders.json", "notes.txt.nextmv", "data.csv", "case.tar.gz", "case.zip", "case", "tracked"})
    void anInputThatWouldBeSentWithMoreBytesIsRefusedBeforeAnythingIsSent(String name) throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.limit.input", LIMIT + "B").start();

        drop(gateway, name, noise(LIMIT + 1));
        gateway.untilDone(1);

        JsonNode report = report(gateway);
        assertThat(report.path("status").asText()).isEqualTo("rejected");
        assertThat(report.path("error").asText()).contains("too large", "(nextmv.limit.input)", "at most 20000 bytes")
                .containsPattern("[23]\\d{4} bytes would");
        assertThat(report.path("what_to_do").asText()).contains("nextmv.limit.input");
        nothingWasSent(cloud);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.csv", "case.tar.gz", "case.zip", "case"})
    void filesThatHoldMoreTogetherAreRefusedHoweverSmallTheyArePacked(String name) throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.limit.unpacked", "1.5MiB").start();

        drop(gateway, name, "0".repeat(1536 * 1024 + 1));
        gateway.untilDone(1);

        JsonNode report = report(gateway);
        assertThat(report.path("status").asText()).isEqualTo("rejected");
        assertThat(report.path("error").asText()).contains("too large", "(nextmv.limit.unpacked)", "157286", "1.5 MiB"
                + " (1572864 bytes)");
        nothingWasSent(cloud);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.csv", "case.tar.gz", "case.zip", "case"})
    void filesThatHoldJustAsMuchTogetherAreSent(String name) throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.limit.unpacked", "1.5MiB").start();

        drop(gateway, name, "0".repeat(1536 * 1024));
        gateway.untilDone(1);

        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void whatAZipMayHoldHereCanBeLess() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.archive.max-bytes", "1MB").start();

        drop(gateway, "case.zip", "0".repeat(1_000_001));
        gateway.untilDone(1);

        assertThat(report(gateway).path("error").asText()).contains("1000001 bytes together", "(nextmv.archive.max-bytes)");
        nothingWasSent(cloud);
    }

    @ParameterizedTest
    @CsvSource({"nextmv.limit.output,orders.json,0", "nextmv.download.max-bytes,orders.json,0",
        "nextmv.limit.output,orders.json,6000000", "nextmv.download.max-bytes,orders.json,6000000",
        "nextmv.limit.output,case,0"})
    void anOutputOfMoreBytesEndsInAReportThatNamesTheLimit(String setting, String input, int size) throws Exception {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        front.always(get(urlPathEqualTo("/output")), aResponse().withBody(Archives.tar(Map.of("a", noise(LIMIT)))));
        if (input.equals("case")) {
            front.always(get(urlPathMatching(RESULT)).withQueryParam("format", equalTo("url")),
                    okJson("{\"output\":{\"url\":\"" + front.url() + "/output\"}}"));
        }
        GatewayFixture gateway = gateway(front.url()).with(setting, "100").with("nextmv.options.output_size", "" + size)
                .start();

        drop(gateway, input, SQUARE);
        gateway.untilDone(1);

        JsonNode report = report(gateway);
        assertThat(report.path("status").asText()).isEqualTo("bad_output");
        assertThat(report.path("error").asText()).contains("too large", "at most 100 bytes", "(nextmv.limit.output)");
        assertThat(report.path("what_to_do").asText()).contains("nextmv.limit.output");
        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
    }

    @Test
    void whereBothNamesOfTheLimitForOutputsAreGivenTheNewOneHolds() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.download.max-bytes", "10").with("nextmv.limit.output", "1MiB")
                .start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    /** As one file of its kind, or as one among its kind's files. */
    private void drop(GatewayFixture gateway, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        switch (name) {
            case "orders.json" -> gateway.drop(name, content.startsWith("{") ? content : "{\"a\":\"" + content + "\"}");
            case "notes.txt.nextmv" -> {
                gateway.drop("notes.txt.nextmv.yaml", "format: {input: text}");
                gateway.drop("notes.txt", bytes, Instant.EPOCH);
            }
            case "data.csv" -> gateway.drop(name, bytes, Instant.EPOCH);
            case "case.tar.gz" -> gateway.drop(name, Archives.tar(Map.of("sub/a.csv", content)), Instant.EPOCH);
            case "case.zip" -> gateway.drop(name, Archives.zip(Map.of("sub/a.csv", content)), Instant.EPOCH);
            default -> {
                Path folder = Files.createDirectories(home.resolve("dropping").resolve(name));
                Files.writeString(folder.resolve("input.json"), SQUARE.equals(content) ? SQUARE : "");
                Files.write(folder.resolve("a.csv"), SQUARE.equals(content) ? new byte[0] : bytes);
                if (name.equals("tracked")) {
                    gateway.drop("tracked.nextmv.yaml", "result: {status: succeeded, input: input.json, output: a.csv}");
                }
                Files.move(folder, gateway.inbox().resolve(name));
                gateway.drop(name + ".ready", "");
            }
        }
    }

    /** Letters that no archive makes much smaller. */
    private static String noise(int length) {
        return new Random(7).ints('0', 'z' + 1).filter(Character::isLetterOrDigit).limit(length * 3L / 2)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static JsonNode report(GatewayFixture gateway) {
        return GatewayFixture.names(gateway.errors()).stream().filter(name -> name.endsWith(".error.json")).findFirst()
                .map(name -> GatewayFixture.json(gateway.errors().resolve(name))).orElseThrow();
    }

    private static void nothingWasSent(Sandbox cloud) {
        assertThat(cloud.runs()).isEmpty();
        assertThat(cloud.requests(Endpoint.UPLOAD_URL)).isZero();
        assertThat(cloud.requests(Endpoint.STORAGE_PUT)).isZero();
    }
}
