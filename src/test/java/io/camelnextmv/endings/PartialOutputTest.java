package io.camelnextmv.endings;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.camelnextmv.deliver.ReportFiles;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.InFront;
import io.camelnextmv.reply.RunWithoutOutput;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.ProducerTemplate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that fails may leave an output all the same: it lies beside the report, whole, or the report says why not. */
@Tag("proof")
class PartialOutputTest extends GatewayTest {
    private static final String RUN = "/v1/applications/" + GatewayFixture.APPLICATION + "/runs/[^/]+";
    private static final String FAILS = "{\"fail\":\"half way\",\"partial\":true}";
    private static final String ADDRESS = "format=url";

    @Test
    void filesLieBesideTheReportInAFolderOfTheirOwn() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        dropFolder(gateway, "case");
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("case", "case.error.json", "case.partial");
        assertThat(GatewayFixture.names(gateway.errors().resolve("case.partial"))).containsExactly("solution.json",
                "stops.json");
        JsonNode report = report(gateway, "case");
        assertThat(report.path("status").asText()).isEqualTo("failed");
        assertThat(report.path("error_log").path("error").asText()).isEqualTo("half way");
        assertThat(report.path("partial_output").asText()).contains("beside this report", ".partial");
    }

    @Test
    void jsonIsAFileOfItsOwnAndAnotherOfItsNameIsLeftAlone() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Files.writeString(Files.createDirectories(gateway.errors()).resolve("orders.partial.json"), "mine");

        gateway.drop("orders.json", FAILS);
        gateway.untilDone(1);

        String stem = "orders." + cloud.runs().get(0).id();
        assertThat(GatewayFixture.names(gateway.errors())).containsExactlyInAnyOrder("orders.partial.json",
                stem + ".error.json", stem + ".json", stem + ".partial.json");
        assertThat(gateway.errors().resolve("orders.partial.json")).hasContent("mine");
        assertThat(GatewayFixture.json(gateway.errors().resolve(stem + ".partial.json")).path("solutions")).isNotEmpty();
    }

    /** What the metadata say of it, what comes, and how it is called. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"output_size\":4818.0|{\"a\":1.0}|orders.partial.json", "\"output_size\":\"7\"|3 of 5|orders.partial.txt",
        "\"output_size\":0,\"format\":{\"output\":{\"type\":\"text\"}}|half|orders.partial.txt",
        "\"output_size\":12,\"format\":{\"output\":{\"type\":\"text\"}}|{\"a\":1}|orders.partial.txt"})
    void whateverItIs(String metadata, String content, String name) {
        GatewayFixture gateway = withOutput(metadata, ok(content.getBytes(StandardCharsets.UTF_8)));

        gateway.drop("orders.json", FAILS);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.errors())).containsExactlyInAnyOrder("orders.json", "orders.error.json",
                name);
        assertThat(gateway.errors().resolve(name)).hasContent(content);
    }

    @Test
    void whereTheMetadataTellOfNoneNobodyAsks() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        GatewayFixture gateway = gateway(front.url()).start();

        gateway.drop("orders.json", "{\"fail\":\"at once\"}");
        gateway.untilDone(1);

        assertThat(report(gateway, "orders").has("partial_output")).isFalse();
        assertThat(front.server().findAll(getRequestedFor(urlPathMatching(RUN)).withQueryParam("format", equalTo("url"))))
                .isEmpty();
    }

    static Stream<Arguments> refusals() {
        return Stream.of("address", "storage").flatMap(where -> Stream.of(400, 403, 404, 405, 410, 501)
                .map(status -> arguments(where, status)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whereItIsRefusedTheReportGoesWithoutItAndSaysSo(String where, int status) {
        ResponseDefinitionBuilder refused = aResponse().withStatus(status);
        GatewayFixture gateway = where.equals("address") ? gateway("\"output_size\":7", address(), refused)
                : withOutput("\"output_size\":7", refused);

        gateway.drop("orders.json", FAILS);
        gateway.untilDone(1);

        comesWithoutIt(gateway, "" + status);
        assertThat(gateway.log().says("Nothing gets through")).isFalse();
        assertThat(gateway.log().says("settings need mending")).isFalse();
    }

    @Test
    void itIsFetchedWhateverTheApplicationSaidOfItsRun() {
        String metrics = "\"metadata\":{\"metrics\":[" + "0.125,".repeat(1_000_000) + "1]}";
        GatewayFixture gateway = withOutput("\"output_size\":7", metrics, ok("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));

        gateway.drop("orders.json", FAILS);
        gateway.untilDone(1);

        assertThat(gateway.errors().resolve("orders.partial.json")).hasContent("{\"a\":1}");
    }

    @Test
    void whereTheAnswerWithItsAddressIsTooLargeThatIsSaid() {
        String metrics = "\"metadata\":{\"metrics\":[" + "0.125,".repeat(3_000_000) + "1]}";
        GatewayFixture gateway = withOutput("\"output_size\":7", metrics, ok(new byte[1]));

        gateway.drop("orders.json", FAILS);
        gateway.untilDone(1);

        assertThat(report(gateway, "orders").path("partial_output").asText()).contains("could not be fetched",
                "too large: more than 16777216 bytes").doesNotContain("no address");
    }

    static Stream<Arguments> unusable() {
        return Stream.of(arguments("json", "{\"half\":", "not whole JSON"), arguments("multi-file", "no tar", "gzip"),
                arguments("multi-file", tar("../evil.txt", TarConstants.LF_NORMAL, 4), "evil.txt"),
                arguments("multi-file", tar("evil.txt", TarConstants.LF_SYMLINK, 0), "link"),
                arguments("multi-file", tar("evil.txt", TarConstants.LF_NORMAL, 2_000), "1000 bytes"),
                arguments("text", "x".repeat(3_001), "3000 bytes"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void whatCannotBeUsedIsLeftOut(String format, Object content, String why) throws IOException {
        byte[] bytes = content instanceof byte[] given ? given : content.toString().getBytes(StandardCharsets.UTF_8);
        GatewayFixture gateway = withOutput("\"output_size\":7,\"format\":{\"output\":{\"type\":\"" + format + "\"}}",
                ok(bytes));

        gateway.drop("orders.json", FAILS);
        gateway.untilDone(1);

        comesWithoutIt(gateway, why);
        assertThat(FileTree.all(home)).noneMatch(path -> path.getFileName().toString().contains("evil"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error_log\":{}}", "{\"output\":null}", "{\"output\":{}}"})
    void whereThereIsNoneAfterAllNothingIsSaid(String result) {
        GatewayFixture gateway = gateway("\"output_size\":0,\"format\":{\"output\":{\"type\":\"multi-file\"}}", address(),
                okJson(result));

        gateway.drop("orders.json", FAILS);
        gateway.untilDone(1);

        assertThat(report(gateway, "orders").has("partial_output")).isFalse();
        assertThat(GatewayFixture.names(gateway.errors())).containsExactlyInAnyOrder("orders.json", "orders.error.json");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void whatFailsForLongIsGivenUp(int status) {
        GatewayFixture gateway = withOutput("\"output_size\":7", aResponse().withStatus(status));

        gateway.drop("orders.json", FAILS);
        gateway.untilDone(1);

        comesWithoutIt(gateway, "" + status);
    }

    @Test
    void whoeverWaitsForTheAnswerFindsItInTheArchive() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        ProducerTemplate template = closed(gateway.gateway().main().getCamelContext().createProducerTemplate());

        Throwable thrown = catchThrowable(() -> template.requestBody("direct:nextmv-run", FAILS));

        RunWithoutOutput nothing = Stream.iterate(thrown, Throwable::getCause).limit(9)
                .filter(RunWithoutOutput.class::isInstance).map(RunWithoutOutput.class::cast).findFirst().orElseThrow();
        Path kept = gateway.archive().resolve(nothing.ticket()).resolve("output.partial.json");
        assertThat(GatewayFixture.json(nothing.report().orElseThrow()).path("partial_output").asText())
                .contains("in the archive", kept.toString());
        assertThat(GatewayFixture.json(kept).path("solutions")).isNotEmpty();
    }

    @Test
    void aRetryTakesItToTheArchiveAndNeitherItNorAStrayOneIsEverAnInput() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        gateway.drop("orders.json", FAILS);
        dropFolder(gateway, "case");
        gateway.untilDone(2);
        assertThat(new ReportFiles().has(gateway.errors().resolve("orders.partial.json"))).isTrue();
        List<String> tickets = GatewayFixture.names(gateway.archive());
        gateway.stop();

        assertThat(Commands.run(gateway.settings(), "retry", "--all").code()).isZero();

        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactlyInAnyOrder("case", "case.ready", "orders.json");
        assertThat(tickets.stream().flatMap(ticket -> GatewayFixture.names(gateway.archive().resolve(ticket)).stream()))
                .contains("output.partial", "output.partial.json");
    }

    private static void comesWithoutIt(GatewayFixture gateway, String why) {
        assertThat(GatewayFixture.names(gateway.errors())).containsExactlyInAnyOrder("orders.json", "orders.error.json");
        JsonNode report = report(gateway, "orders");
        assertThat(report.path("status").asText()).isEqualTo("failed");
        assertThat(report.path("error_log").path("error").asText()).isEqualTo("half way");
        assertThat(report.path("partial_output").asText()).contains("could not be fetched", why).doesNotContain("\n");
    }

    private GatewayFixture withOutput(String metadata, ResponseDefinitionBuilder download) {
        return withOutput(metadata, "\"error_log\":{\"error\":\"half way\"}", download);
    }

    private GatewayFixture withOutput(String metadata, String fields, ResponseDefinitionBuilder download) {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        front.always(address(), okJson("{" + fields + ",\"output\":{\"url\":\""
                + front.url() + "/output\"}}"));
        front.always(get(urlPathEqualTo("/output")), download);
        return started(front, metadata);
    }

    private GatewayFixture gateway(String metadata, MappingBuilder request, ResponseDefinitionBuilder answer) {
        InFront front = closed(new InFront(cloud(quick())));
        front.always(request, answer);
        return started(front, metadata);
    }

    private GatewayFixture started(InFront front, String metadata) {
        front.always(get(urlPathMatching(RUN + "/metadata")),
                okJson("{\"metadata\":{\"status_v2\":\"failed\",\"error\":\"half way\"," + metadata + "}}"));
        return gateway(front.url()).with("nextmv.retry.give-up", "300ms").with("nextmv.archive.max-bytes", "1000")
                .with("nextmv.limit.output", "3000").start();
    }

    private static MappingBuilder address() {
        return get(urlPathMatching(RUN)).withQueryParam("format", equalTo(ADDRESS.split("=")[1]));
    }

    private static ResponseDefinitionBuilder ok(byte[] body) {
        return aResponse().withBody(body);
    }

    private static byte[] tar(String name, byte type, int size) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            TarArchiveEntry entry = new TarArchiveEntry(name, type);
            Optional.of("/etc/passwd").filter(to -> type == TarConstants.LF_SYMLINK).ifPresent(entry::setLinkName);
            entry.setSize(size);
            tar.putArchiveEntry(entry);
            tar.write(new byte[size]);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void dropFolder(GatewayFixture gateway, String name) throws IOException {
        Path folder = Files.createDirectories(home.resolve("dropping").resolve(name));
        Files.writeString(folder.resolve("stops.json"), FAILS);
        Files.move(folder, gateway.inbox().resolve(name));
        gateway.drop(name + ".ready", "");
    }

    private static JsonNode report(GatewayFixture gateway, String stem) {
        return GatewayFixture.json(gateway.errors().resolve(stem + ".error.json"));
    }
}
