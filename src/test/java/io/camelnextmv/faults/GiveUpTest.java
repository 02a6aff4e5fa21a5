package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.LyingCloud;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One resource of the service that fails for ever for one ticket alone has an end, and the others do not notice. */
@Tag("proof")
class GiveUpTest extends GatewayTest {
    private static final String TABLE = "id,x,y\na,0,0\n";
    private static final String FAILS = "{\"fail\":\"no vehicle\"}";
    private static final int BREAKS_OFF = 0;
    private static final int ALWAYS = 1_000_000;
    private int good;

    /** What a resource answers. */
    private enum Refusal {
        INTERNAL(aResponse().withStatus(500).withBody("oops")),
        UNAVAILABLE(aResponse().withStatus(503)),
        BAD_REQUEST(aResponse().withStatus(400)),
        FORBIDDEN(aResponse().withStatus(403)),
        RESET(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
        HALF(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)),
        OTHER_KIND(aResponse().withBody("<html>welcome</html>")),
        TOO_SLOW(aResponse().withFixedDelay(20_000));

        private final ResponseDefinitionBuilder builder;

        Refusal(ResponseDefinitionBuilder builder) {
            this.builder = builder;
        }
    }

    private GatewayFixture gateway(FaultyCloud way) {
        return gateway(way.url()).with("nextmv.retry.give-up", "1s").with("nextmv.poll.via", "metadata");
    }

    private static void dropFor(GatewayFixture gateway, String application, String name, String content) {
        gateway.drop(name + ".nextmv.yaml", "application-id: " + application);
        gateway.drop(name, content);
    }

    /** Others come, one by one, until a file is there. */
    private void othersPassUntil(GatewayFixture gateway, Path file) {
        gateway.until(file + " is there", () -> {
            if (GatewayFixture.names(gateway.archive()).size() >= good) {
                gateway.drop("good-" + good++ + ".json", SQUARE);
            }
            return Files.exists(file);
        });
    }

    private JsonNode reportOf(GatewayFixture gateway, String stem) {
        Path report = gateway.errors().resolve(stem + ".error.json");
        othersPassUntil(gateway, report);
        othersHaveNotNoticed(gateway);
        return GatewayFixture.json(report);
    }

    private void othersHaveNotNoticed(GatewayFixture gateway) {
        gateway.untilDone(good + 1);
        assertThat(GatewayFixture.names(gateway.outbox())).filteredOn(name -> name.startsWith("good")).hasSize(good);
        assertThat(gateway.log().says("Nothing gets through")).isFalse();
        assertThat(gateway.log().says("settings need mending")).isFalse();
    }

    private static boolean isBad(Sandbox cloud, String address) {
        return cloud.runs().stream().anyMatch(run -> run.name().startsWith("bad") && address.contains(run.id()));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"INTERNAL", "RESET", "HALF", "TOO_SLOW"})
    void theResultOfOneRunAmongOthersOfItsApplication(Refusal answer) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way).with("nextmv.http.response-timeout", answer == Refusal.TOO_SLOW ? "6s" : "30s")
                .start();
        way.meetAlways(Call.RESULT, address -> isBad(cloud, address), answer.builder);
        gateway.drop("bad.json", SQUARE);

        JsonNode report = reportOf(gateway, "bad");

        theRunIsNamed(cloud, report);
        assertThat(cloud.runs()).hasSize(good + 1);
    }

    private static void theRunIsNamed(Sandbox cloud, JsonNode report) {
        String run = cloud.runs().stream().filter(seen -> seen.name().startsWith("bad")).findFirst().orElseThrow().id();
        assertThat(report.path("status").asText()).isEqualTo("bad_output");
        assertThat(report.path("run_id").asText()).isEqualTo(run);
        assertThat(report.path("error").asText()).contains("does not give its output", "others got through", run);
        assertThat(report.path("what_to_do").asText()).contains("result " + run, "nextmv.retry.give-up");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"UNAVAILABLE", "FORBIDDEN", "BAD_REQUEST"})
    void theResultOfTheOnlyRunOfItsApplication(Refusal answer) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way).start();
        way.meetAlways(Call.RESULT, "/bad/", answer.builder);
        dropFor(gateway, "bad", "bad.json", SQUARE);

        theRunIsNamed(cloud, reportOf(gateway, "bad"));
    }

    /** The others have no files: their step, at the storage, is nobody else's. */
    @ParameterizedTest
    @ValueSource(ints = {500, 403, BREAKS_OFF})
    void theDownloadOfOneOutput(int status) {
        Sandbox cloud = cloud(quick());
        LyingCloud way = closed(new LyingCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.retry.give-up", "1s").start();
        way.lie(LyingCloud.Call.STORAGE, ALWAYS, out -> answer(out, status));
        gateway.drop("bad.csv", TABLE);

        theRunIsNamed(cloud, reportOf(gateway, "bad"));
    }

    /** A service that does not carry it with the result says so each time: that is no fault, and the download is tried all the same. */
    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void theDownloadOfAnOutputThatDoesNotComeWithTheResult(int status) {
        Sandbox cloud = cloud(quick());
        LyingCloud storage = closed(new LyingCloud(cloud));
        FaultyCloud way = closed(new FaultyCloud(storage.url()));
        GatewayFixture gateway = gateway(way).start();
        way.meetAlways(Call.RESULT, address -> isBad(cloud, address) && !address.contains("format=url"),
                aResponse().withStatus(status));
        storage.lie(LyingCloud.Call.STORAGE, ALWAYS, out -> answer(out, 500));
        gateway.drop("bad.json", SQUARE);

        JsonNode report = reportOf(gateway, "bad");

        theRunIsNamed(cloud, report);
        assertThat(report.path("error").asText()).contains("at last: the object storage answered 500");
    }

    private static void answer(OutputStream out, int status) throws IOException {
        if (status != BREAKS_OFF) {
            LyingCloud.text(out, "HTTP/1.1 " + status + " .\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"INTERNAL", "RESET", "BAD_REQUEST"})
    void theErrorLogOfOneRun(Refusal answer) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way).start();
        way.meetAlways(Call.RESULT, address -> isBad(cloud, address), answer.builder);
        gateway.drop("bad.json", FAILS);

        JsonNode report = reportOf(gateway, "bad");

        assertThat(report.path("status").asText()).isEqualTo("failed");
        assertThat(report.path("error_log").path("error").asText()).contains("cannot be had", "nextmv.retry.give-up");
        assertThat(report.path("logs").asText()).contains("no vehicle");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"INTERNAL", "HALF"})
    void theLogsOfOneRun(Refusal answer) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way).start();
        way.meetAlways(Call.LOGS, answer.builder);
        gateway.drop("bad.json", FAILS);

        JsonNode report = reportOf(gateway, "bad");

        assertThat(report.path("status").asText()).isEqualTo("failed");
        assertThat(report.path("logs").asText()).contains("could not be fetched");
        assertThat(report.path("error_log").path("error").asText()).contains("no vehicle");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"ASSETS", "ASSET"})
    void theAssetsOfOneRun(Call call) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way).with("nextmv.deliver.assets", "true").start();
        way.meetAlways(call, address -> isBad(cloud, address), Refusal.INTERNAL.builder);
        gateway.drop("bad.json", SQUARE);

        othersPassUntil(gateway, gateway.outbox().resolve("bad.json"));

        othersHaveNotNoticed(gateway);
        gateway.untilLogged("of the run's assets, or the list of them, could not be fetched");
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"INTERNAL", "OTHER_KIND", "BAD_REQUEST"})
    void theAddressForOneUpload(Refusal answer) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way).start();
        way.meetAlways(Call.UPLOAD_ADDRESS, "/bad/", answer.builder);
        dropFor(gateway, "bad", "bad.csv", TABLE);

        JsonNode report = reportOf(gateway, "bad");

        theInputIsGivenUp(report);
        assertThat(GatewayFixture.names(gateway.errors())).contains("bad.csv", "bad.csv.nextmv.yaml");
        assertThat(cloud.runs()).hasSize(good);
    }

    private static void theInputIsGivenUp(JsonNode report) {
        assertThat(report.path("status").asText()).isEqualTo("given_up");
        assertThat(report.has("run_id") && !report.path("run_id").isNull()).isFalse();
        assertThat(report.path("error").asText()).contains("No run was started");
        assertThat(report.path("answer").asText()).isNotBlank();
        assertThat(report.path("what_to_do").asText()).contains("nextmv.retry.give-up");
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 403, BREAKS_OFF})
    void oneUpload(int status) {
        Sandbox cloud = cloud(quick());
        LyingCloud way = closed(new LyingCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.retry.give-up", "1s").start();
        way.lie(LyingCloud.Call.UPLOAD, ALWAYS, out -> answer(out, status));
        gateway.drop("bad.csv", TABLE);

        theInputIsGivenUp(reportOf(gateway, "bad"));
        assertThat(cloud.runs()).hasSize(good);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"INTERNAL", "HALF", "BAD_REQUEST"})
    void theStatusOfOneRunWhenItsTimeIsUp(Refusal answer) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way).with("nextmv.poll.max-duration", "3s").start();
        way.meetAlways(Call.METADATA, address -> isBad(cloud, address), answer.builder);
        gateway.drop("bad.json", SQUARE);

        theRunIsTimedOut(reportOf(gateway, "bad"));
    }

    private static void theRunIsTimedOut(JsonNode report) {
        assertThat(report.path("status").asText()).isEqualTo("timed_out");
        assertThat(report.path("error").asText()).contains(report.path("run_id").asText(), "is not known");
        assertThat(report.path("what_to_do").asText()).contains("may still be going on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "cancel"})
    void theStatusOfRunsOfAnApplicationWhoseRightWasTakenAway(String onTimeout) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way).with("nextmv.poll.max-duration", "2s")
                .with("nextmv.poll.on-timeout", onTimeout).start();
        way.meetAlways(Call.METADATA, "/bad/", Refusal.FORBIDDEN.builder);
        for (int i = 0; i < 4; i++) {
            dropFor(gateway, "bad", "bad-" + i + ".json", SQUARE);
        }

        for (int i = 0; i < 4; i++) {
            Path report = gateway.errors().resolve("bad-" + i + ".error.json");
            othersPassUntil(gateway, report);
            theRunIsTimedOut(GatewayFixture.json(report));
        }
        assertThat(gateway.log().says("settings need mending")).isFalse();
    }

    @Test
    void theListInWhichOneRunIsLookedFor() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way).start();
        way.meetOnce(Call.NEW_RUN, "bad.json", FaultyCloud.doneBut(aResponse().withStatus(502)));
        way.meetAlways(Call.LIST, "/bad/", Refusal.INTERNAL.builder);
        dropFor(gateway, "bad", "bad.json", SQUARE);

        JsonNode report = reportOf(gateway, "bad");

        assertThat(report.path("status").asText()).isEqualTo("in_doubt");
        assertThat(report.path("error").asText()).contains("could not be listed");
        assertThat(cloud.runs()).as("it was not run again").hasSize(good + 1);
    }

    @Test
    void whileNothingGetsThroughNothingIsGivenUp() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way).with("nextmv.retry.give-up", "300ms").start();
        way.meetAlways(Call.RESULT, Refusal.INTERNAL.builder);
        gateway.drop("orders.json", SQUARE);
        gateway.until("it was met", () -> !way.requests(Call.RESULT).isEmpty());
        way.meetAlways(Refusal.INTERNAL.builder);
        gateway.untilLogged("Nothing gets through");
        int before = way.requests().size();
        gateway.until("it was probed for a while", () -> way.requests().size() > before + 40);

        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        way.mend();
        gateway.untilDone(1);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    @Test
    void whatFailsForAllIsTheServicesFaultAndNothingIsGivenUp() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way).with("nextmv.retry.give-up", "2s").start();
        way.meetAlways(Call.RESULT, Refusal.INTERNAL.builder);
        for (int i = 0; i < 6; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.until("each was asked for, for longer than that", () -> way.requests(Call.RESULT).size() > 300);

        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        way.mend();
        gateway.untilDone(6);
        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(6);
        assertThat(GatewayFixture.names(gateway.archive())).allSatisfy(ticket -> assertThat(gateway.archive().resolve(ticket)
                .resolve("faults.json")).as("forgotten when it gets through").doesNotExist());
    }

    @Test
    void theTimeGoesOnAfterARestart() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way).with("nextmv.retry.give-up", "1h").start();
        way.meetAlways(Call.RESULT, address -> isBad(cloud, address), Refusal.INTERNAL.builder);
        gateway.drop("bad.json", SQUARE);
        gateway.until("it has failed for a while", () -> {
            if (GatewayFixture.names(gateway.archive()).size() >= good) {
                gateway.drop("good-" + good++ + ".json", SQUARE);
            }
            return gateway.ticketNames().stream().map(name -> gateway.work().resolve(name).resolve("faults.json"))
                    .filter(Files::exists).anyMatch(file -> GatewayFixture.json(file).path("OUTPUT").path("counted")
                            .asLong() > 500);
        });
        gateway.untilDone(good);
        gateway.stop();
        int before = way.requests(Call.RESULT).size();
        gateway.with("nextmv.retry.give-up", "500ms").start();
        gateway.untilDone(good + 1);

        theRunIsNamed(cloud, GatewayFixture.json(gateway.errors().resolve("bad.error.json")));
        assertThat(way.requests(Call.RESULT)).as("what counted before counts").hasSizeLessThanOrEqualTo(before + 2);
    }

    @Test
    void anAnswerThatItsEndpointDoesNotTakeGoesToTheFolders() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way).with("nextmv.outputs.to", "direct:mine").with("nextmv.errors.to", "direct:mine")
                .prepared(main -> main.configure().addRoutesBuilder(new Mine())).start();
        gateway.drop("bad.json", SQUARE);
        gateway.drop("bad-too.json", FAILS);

        othersPassUntil(gateway, gateway.outbox().resolve("bad.json"));
        othersPassUntil(gateway, gateway.errors().resolve("bad-too.error.json"));

        gateway.untilDone(good + 2);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("bad.json");
        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("bad-too.error.json", "bad-too.json");
        gateway.untilLogged("its answer was not taken for so long");
    }

    /** Takes the answers of all but the bad ones. */
    private static final class Mine extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:mine").errorHandler(noErrorHandler()).filter(header("NextmvInput").startsWith("bad"))
                    .throwException(new SecurityException("you may not send here"));
        }
    }
}
