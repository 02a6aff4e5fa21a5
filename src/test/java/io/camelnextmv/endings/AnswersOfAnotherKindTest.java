package io.camelnextmv.endings;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An output's bytes are the application's, and are delivered wherever it can be told where they begin and end. What came
 * whole and cannot be used is told when it has come again, and kept.
 */
@Tag("proof")
class AnswersOfAnotherKindTest extends GatewayTest {
    private static final int LARGE = 6 * 1024 * 1024;
    private static final String FAILING = "{\"stops\":[],\"fail\":\"no way\"}";

    private static List<byte[]> outputs() {
        return List.of(text("{\"gap\": NaN, \"bound\": -Infinity}"), text("{\"a\":1,\"a\":2, \"t\":\"tab\there\"}"),
                new byte[] {'{', '"', 'n', '"', ':', '"', (byte) 0xe4, (byte) 0xff, '"', '}'},
                text("{\"" + "k".repeat(60_000) + "\":" + "9".repeat(100_000) + "}"),
                text("[".repeat(20_000) + "]".repeat(20_000)), text("{\"a\": \"\\ud800\", /* why } */ \"b\": 1.0e0}"));
    }

    @Test
    void anOutputThatStrictJsonHasNotIsDeliveredByteForByte() throws IOException {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meetAlways(Call.METADATA, aResponse().withBody(
                "{\"metadata\":{\"status_v2\":\"succeeded\",\"metrics\":{\"gap\":NaN}}}"));
        int done = 0;
        for (byte[] output : outputs()) {
            way.meetAlways(Call.RESULT, aResponse().withBody(joined(text("{\"metadata\":{\"metrics\":{\"gap\":NaN}},"
                    + "\"output\": "), output, text(" }"))));
            gateway.drop("orders-" + done + ".json", SQUARE);
            done++;
            gateway.untilDone(done);

            assertThat(gateway.outbox().resolve("orders-" + (done - 1) + ".json")).hasBinaryContent(output);
            assertThat(way.requests(Call.RESULT)).hasSize(done);
        }
    }

    @Test
    void aLargeOneToo() throws IOException {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        byte[] large = text("[\"" + "x".repeat(LARGE) + "\"");
        for (byte[] output : outputs()) {
            large = joined(large, text(", "), output);
        }
        large = joined(large, text("]\n"));
        fromTheStorage(way, "json", aResponse().withBody(large));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(Files.mismatch(gateway.outbox().resolve("orders.json"), Files.write(home.resolve("large"), large)))
                .isEqualTo(-1);
        assertThat(way.requests(Call.STORAGE)).hasSize(1);
    }

    @Test
    void whatCannotBeCutOutHoweverOftenItComesEndsInTheErrorsAndIsKeptAndNamed() throws IOException {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        int done = 0;
        for (String answer : List.of("{\"output\": {\"a\": 1", "{\"output\": <html>}", "[1,2,3]", "{\"output\": [1}}", "",
                "{\"output\": {}} and more", "\"text\"")) {
            way.meetAlways(Call.RESULT, aResponse().withBody(answer));
            String name = "orders-" + done;
            gateway.drop(name + ".json", SQUARE);
            done++;
            gateway.untilDone(done);

            JsonNode report = GatewayFixture.json(gateway.errors().resolve(name + ".error.json"));
            assertThat(report.path("status").asText()).isEqualTo("bad_output");
            Path kept = gateway.archive().resolve(report.path("ticket").asText()).resolve("output.bad-output");
            assertThat(kept).hasContent(answer);
            assertThat(report.path("what_to_do").asText()).contains(kept.toString());
            assertThat(gateway.errors().resolve(name + ".bad-output")).hasContent(answer);
            assertThat(gateway.errors().resolve(name + ".json")).hasContent(SQUARE);
            assertThat(way.requests(Call.RESULT)).as(answer).hasSize(3 * done);
        }
        assertThat(gateway.log().says("folder or file cannot be used")).isFalse();
        assertThat(gateway.log().says("unexpected")).isFalse();
    }

    @Test
    void aPageOfSomethingBetweenUsAndTheServiceIsWaitedOutForLonger() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meet(Call.RESULT, 8, aResponse().withBody(" <html><body>Maintenance</body></html>"));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
        assertThat(GatewayFixture.names(archived(gateway))).containsExactly("input", "ticket.json");
    }

    @Test
    void howOftenAnAnswerCameSurvivesARestart() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.retry.delay", "1h").with("nextmv.retry.max-delay", "1h").start();
        way.meetAlways(Call.RESULT, aResponse().withBody("[]"));
        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("fetched once more");

        gateway.stop();
        gateway.start();
        // Not the request tells: a stop before its answer is counted would have it fetched once more.
        gateway.until("it was fetched again, and that was noted", () -> GatewayFixture.json(gateway.work()
                .resolve(gateway.ticketNames().get(0)).resolve("unreadable.json")).findValue("all").asInt() == 2);
        gateway.stop();
        gateway.start();
        gateway.untilDone(1);

        assertThat(way.requests(Call.RESULT)).hasSize(3);
        assertThat(gateway.errors().resolve("orders.bad-output")).hasContent("[]");
    }

    @Test
    void anAnswerWithoutTheAddressOfItsOutputIsKeptWithoutAnySignature() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meetAlways(Call.METADATA, aResponse().withBody(
                "{\"metadata\":{\"status_v2\":\"succeeded\",\"output_size\":" + LARGE + "}}"));
        way.meetAlways(Call.RESULT, aResponse().withBody("{\"output\":{\"href\":\"http://x/y?X-Sig=secret-sig\"}}"));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(archived(gateway).resolve("output.bad-output")).content().contains("http://x/y?…")
                .doesNotContain("secret-sig");
        assertThat(GatewayFixture.json(gateway.errors().resolve("orders.error.json")).path("error").asText())
                .contains("no address");
    }

    @Test
    void anErrorLogAndLogsThatCannotBeReadAreToldOfAndKept() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meetAlways(Call.RESULT, aResponse().withBody("{\"error_log\": {\"half\""));
        way.meetAlways(Call.LOGS, aResponse().withBody("[\"logs\"]"));

        gateway.drop("orders.json", FAILING);
        gateway.untilDone(1);

        JsonNode report = GatewayFixture.json(gateway.errors().resolve("orders.error.json"));
        assertThat(report.path("error_log").path("error").asText()).contains("cannot be read").contains("result.json");
        assertThat(report.path("logs").asText()).contains("cannot be read").contains("logs.json");
        assertThat(archived(gateway).resolve("result.json")).hasContent("{\"error_log\": {\"half\"");
        assertThat(archived(gateway).resolve("logs.json")).hasContent("[\"logs\"]");
    }

    @Test
    void aStatusThatCanNeverBeReadEndsWhenItsTimeIsUp() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.poll.max-tries", "4").start();
        way.meetAlways(Call.METADATA, aResponse().withBody("{\"meta\":\"data\"}"));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        JsonNode report = GatewayFixture.json(gateway.errors().resolve("orders.error.json"));
        assertThat(report.path("status").asText()).isEqualTo("timed_out");
        assertThat(report.path("error").asText()).contains("unreadable").contains("no metadata");
    }

    @Test
    void anArchiveThatWasStoredWithAContentEncodingIsUnpacked() throws IOException {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        fromTheStorage(way, "multi-file", aResponse().withHeader("Content-Encoding", "gzip").withBody(
                tar(Map.of("a.csv", "1"))));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders/a.csv")).hasContent("1");
    }

    @Test
    void aJsonThatWasStoredWithAContentEncodingIsDeliveredAsWhatItIs() throws IOException {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        fromTheStorage(way, "json", aResponse().withHeader("Content-Encoding", "gzip").withBody(gzip(text("{\"a\": NaN}"))));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).hasContent("{\"a\": NaN}");
    }

    private static List<Map<String, String>> archivesThatNoDiskHolds() {
        return List.of(Map.of("n".repeat(256), "x"), Map.of("ü".repeat(128), "x"), Map.of("d/".repeat(2100) + "x", "x"),
                Map.of("sub/" + "n".repeat(300) + "/x", "x"), new java.util.TreeMap<>(Map.of("a", "1", "a/b", "2")));
    }

    @Test
    void anArchiveThatThisFileSystemCannotHoldEndsInTheErrorsWithTheArchive() throws IOException {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        int done = 0;
        for (Map<String, String> files : archivesThatNoDiskHolds()) {
            byte[] archive = tar(files);
            fromTheStorage(way, "multi-file", aResponse().withBody(archive));
            String name = "orders-" + done;
            gateway.drop(name + ".json", SQUARE);
            done++;
            gateway.untilDone(done);

            JsonNode report = GatewayFixture.json(gateway.errors().resolve(name + ".error.json"));
            assertThat(report.path("status").asText()).isEqualTo("bad_output");
            assertThat(gateway.errors().resolve(name + ".bad-output")).hasBinaryContent(archive);
            assertThat(gateway.archive().resolve(report.path("ticket").asText()).resolve("output.bad-output"))
                    .hasBinaryContent(archive);
        }
        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
        assertThat(gateway.log().says("make room")).isFalse();
    }

    private static void fromTheStorage(FaultyCloud way, String format, ResponseDefinitionBuilder output) {
        way.meetAlways(Call.METADATA, aResponse().withBody("{\"metadata\":{\"status_v2\":\"succeeded\",\"output_size\":" + LARGE
                + ",\"format\":{\"output\":{\"type\":\"" + format + "\"}}}}"));
        way.meetAlways(Call.RESULT, aResponse().withBody("{\"output\":{\"url\":\"" + way.url() + "/storage/out\"}}"));
        way.meetAlways(Call.STORAGE, output);
    }

    private static Path archived(GatewayFixture gateway) {
        return gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] tar(Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, String> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length());
                tar.putArchiveEntry(entry);
                tar.write(text(file.getValue()));
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
