package io.camelnextmv.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.LyingCloud;
import io.camelnextmv.fixture.LyingCloud.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes of an input when an answer is larger than any may be, whenever it is asked for. */
@Tag("proof")
class BoundsTest extends GatewayTest {
    private static final int ALWAYS = 1_000_000;
    private static final String FAILING = "{\"stops\":[],\"fail\":\"no way\"}";

    private LyingCloud cloud;

    private GatewayFixture hostile() {
        cloud = closed(new LyingCloud(cloud(quick())));
        return gateway(cloud.url()).with("nextmv.download.max-bytes", "20000000");
    }

    @ParameterizedTest
    @EnumSource(value = Evil.class, names = {"ENDLESS_BODY", "ENDLESS_CHUNKS", "BOMB", "LENGTH_OF_AN_EXABYTE"})
    void aDownloadThatIsAlwaysTooLargeEndsInTheErrors(Evil evil) {
        GatewayFixture gateway = hostile().start();
        cloud.lie(Call.STORAGE, ALWAYS, evil.lie());

        gateway.drop("stops.csv", "id,x,y\na,0,0\n");
        gateway.untilDone(1);

        JsonNode report = GatewayFixture.json(gateway.errors().resolve("stops.error.json"));
        assertThat(report.path("status").asText()).isEqualTo("bad_output");
        assertThat(report.path("error").asText()).contains("too large", "20000000 bytes");
        assertThat(report.path("what_to_do").asText()).contains("nextmv.limit.output");
        assertThat(cloud.calls(Call.STORAGE)).as("believed when it comes the same again").isEqualTo(3);
        assertThat(left(gateway.archive())).as("half a file").noneMatch(name -> name.contains("part"));
    }

    @ParameterizedTest
    @EnumSource(value = Evil.class, names = {"ENDLESS_BODY", "BOMB"})
    void aResultThatIsAlwaysTooLargeIsDownloadedInItsPlace(Evil evil) {
        GatewayFixture gateway = hostile().start();
        cloud.lie(Call.RESULT, 1, evil.lie());

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
        assertThat(cloud.calls(Call.STORAGE)).isEqualTo(1);
    }

    @Test
    void metadataThatAreAlwaysTooLargeHaveAnEnd() {
        GatewayFixture gateway = hostile().with("nextmv.poll.max-tries", "3").start();
        cloud.lie(Call.METADATA, ALWAYS, Evil.ENDLESS_BODY.lie());

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        JsonNode report = GatewayFixture.json(gateway.errors().resolve("orders.error.json"));
        assertThat(report.path("status").asText()).isEqualTo("timed_out");
        assertThat(report.path("error").asText()).contains("too large");
    }

    @ParameterizedTest
    @EnumSource(value = Call.class, names = {"RESULT", "LOGS"})
    void aFailedRunIsReportedWithoutAnErrorLogOrLogsThatAreAlwaysTooLarge(Call call) {
        GatewayFixture gateway = hostile().start();
        cloud.lie(call, ALWAYS, Evil.BOMB.lie());

        gateway.drop("bad.json", FAILING);
        gateway.untilDone(1);

        JsonNode report = GatewayFixture.json(gateway.errors().resolve("bad.error.json"));
        assertThat(report.path("status").asText()).isEqualTo("failed");
        assertThat(report.path(call == Call.LOGS ? "logs" : "error_log").toString()).contains("too large");
        assertThat(left(gateway.archive())).noneMatch(name -> name.contains("part") || name.equals("result.json"));
    }

    @ParameterizedTest
    @EnumSource(value = Call.class, names = {"ASSETS", "ASSET", "STORAGE"})
    void anOutputIsDeliveredWithoutAssetsThatAreAlwaysTooLarge(Call call) {
        GatewayFixture gateway = hostile().with("nextmv.deliver.assets", "true").start();
        cloud.lie(call, ALWAYS, Evil.ENDLESS_BODY.lie());

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
        assertThat(gateway.log().lines()).filteredOn(line -> line.contains("left out")).hasSize(1)
                .allMatch(line -> line.contains("too large"));
    }

    @ParameterizedTest
    @EnumSource(value = Call.class, names = {"ASSETS", "ASSET", "LOGS"})
    void anOutputIsDeliveredWithoutWhatIsAlwaysSomethingElseThanWasAskedFor(Call call) {
        GatewayFixture gateway = hostile().with("nextmv.deliver.assets", "true").with("nextmv.deliver.logs", "always").start();
        cloud.lie(call, ALWAYS, out -> DeadlinesTest.answer(out, "[[["));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
        assertThat(cloud.calls(call)).as("believed when it comes the same again").isEqualTo(3);
    }

    @Test
    void ofAHundredThousandAssetsSomeAreFetchedAndOneLineIsLogged() {
        GatewayFixture gateway = hostile().with("nextmv.deliver.assets", "true").start();
        cloud.lie(Call.ASSETS, 1, out -> DeadlinesTest.answer(out, IntStream.range(0, 100_000)
                .mapToObj(i -> "{\"id\":\"a" + i + "\",\"name\":\"" + "n".repeat(30) + "\"}")
                .collect(Collectors.joining(",", "{\"items\":[", "]}"))));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(cloud.calls(Call.ASSET)).isEqualTo(1000);
        assertThat(gateway.log().lines()).filteredOn(line -> line.contains("asset")).hasSize(2);
        assertThat(gateway.log().says("100000 assets")).isTrue();
        assertThat(gateway.log().says("1000 of the run's assets, or the list of them, could not be fetched")).isTrue();
    }

    @Test
    void anErrorTextOfNineteenMegabytesIsCutForPeopleInEveryPlace() {
        String text = "why ".repeat(3_000_000);
        GatewayFixture gateway = hostile().start();
        cloud.lie(Call.METADATA, 1, out -> DeadlinesTest.answer(out,
                "{\"metadata\":{\"status_v2\":\"failed\",\"error\":\"" + text + "\"}}"));

        gateway.drop("bad.json", FAILING);
        gateway.untilDone(1);

        JsonNode report = GatewayFixture.json(gateway.errors().resolve("bad.error.json"));
        assertThat(report.path("error").asText()).startsWith("The run failed: why why").hasSizeLessThan(3000);
        assertThat(gateway.log().lines()).allMatch(line -> line.length() < 5000);
        assertThat(sizes(gateway.archive())).allMatch(size -> size < 200_000);
    }

    @Test
    void aRefusalOfNineteenMegabytesIsCutForPeopleInEveryPlace() {
        String text = "no ".repeat(5_000_000);
        GatewayFixture gateway = hostile().start();
        cloud.lie(Call.NEW_RUN, 1, out -> LyingCloud.text(out, "HTTP/1.1 422 No\r\nContent-Length: "
                + (text.length() + 12) + "\r\n\r\n{\"error\":\"" + text + "\"}"));

        gateway.drop("bad.json", SQUARE);
        gateway.untilDone(1);

        JsonNode report = GatewayFixture.json(gateway.errors().resolve("bad.error.json"));
        assertThat(report.path("status").asText()).isEqualTo("rejected");
        assertThat(report.path("answer").asText()).contains("422", "no no").hasSizeLessThan(3000);
        assertThat(gateway.log().lines()).allMatch(line -> line.length() < 5000);
    }

    @Test
    void anErrorLogOfNineteenMegabytesIsCutForPeopleAndWholeInTheArchive() throws IOException {
        String text = "first " + "x".repeat(19_000_000) + " last";
        GatewayFixture gateway = hostile().start();
        cloud.lie(Call.RESULT, 1, out -> DeadlinesTest.answer(out, "{\"error_log\":{\"error\":\"no\",\"stderr\":\"" + text
                + "\\ud83d\",\"nested\":[" + "0,".repeat(1_000_000) + "0]}}"));
        cloud.lie(Call.LOGS, 1, out -> DeadlinesTest.answer(out, "{\"log\":\"" + text + "\\n\\ud83d\\ude00\"}"));

        gateway.drop("bad.json", FAILING);
        gateway.untilDone(1);

        JsonNode report = GatewayFixture.json(gateway.errors().resolve("bad.error.json"));
        assertThat(report.path("error_log").path("error").asText()).isEqualTo("no");
        assertThat(report.path("error_log").path("stderr").asText()).startsWith("first xx").contains("left out", " last")
                .hasSizeLessThan(70_000);
        assertThat(report.path("logs").asText()).endsWith(" last\n\ud83d\ude00").hasSizeLessThan(70_000);
        Path ticket = gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0));
        assertThat(Files.size(ticket.resolve("result.json"))).isGreaterThan(19_000_000);
        assertThat(ticket.resolve("logs.txt")).hasContent(text + "\n\ud83d\ude00");
    }

    @Test
    void anAssetWhoseNameAndIdAreLongerThanAFilesNameMayBeIsKept() {
        String id = "a".repeat(200);
        GatewayFixture gateway = hostile().with("nextmv.deliver.assets", "true").start();
        cloud.lie(Call.ASSETS, 1, out -> DeadlinesTest.answer(out, "{\"items\":[{\"id\":\"" + id + "\",\"name\":\""
                + "\\u4e2d".repeat(300) + ".html\"}]}"));
        cloud.lie(Call.ASSET, 1, out -> DeadlinesTest.answer(out, "{\"download_url\":\"" + cloud.url() + "/storage/x\"}"));
        cloud.lie(Call.STORAGE, 1, out -> DeadlinesTest.answer(out, "asset"));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        Path ticket = gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0));
        assertThat(GatewayFixture.names(ticket.resolve("assets"))).singleElement().asString().startsWith(id).endsWith(".html");
    }

    @ParameterizedTest
    @EnumSource(value = Evil.class, names = {"SLOW_REFUSAL", "ENDLESS_REFUSAL", "BOMB_AS_A_REFUSAL", "ENDLESS_HEADERS"})
    void aRunIsCanceledThoughTheFirstAnswerToThatHasNoEnd(Evil evil) throws IOException {
        cloud = closed(new LyingCloud(cloud(quick().withRunTime(java.time.Duration.ofMinutes(5)))));
        GatewayFixture gateway = gateway(cloud.url()).with("nextmv.http.response-timeout", "250ms").start();
        cloud.lie(Call.CANCEL, 1, evil.lie());
        gateway.drop("orders.json", SQUARE);
        gateway.until("it is waited for", () -> cloud.calls(Call.METADATA) > 0);

        Files.createDirectories(home.resolve("control/cancel"));
        Files.createFile(home.resolve("control/cancel/orders.json"));
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.canceled())).contains("orders.json");
        assertThat(cloud.calls(Call.CANCEL)).as("more, where the machine is slower than the time-out").isGreaterThanOrEqualTo(2);
    }

    private static List<String> left(Path folder) {
        return FileTree.all(folder).stream().map(path -> path.getFileName().toString()).toList();
    }

    private static List<Long> sizes(Path folder) {
        return FileTree.files(folder).stream().map(path -> path.toFile().length()).toList();
    }
}
