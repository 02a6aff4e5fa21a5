package io.camelnextmv.steer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.camelnextmv.bench.BenchFile;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One question to the account's queue for all runs that are waited for. */
class OneQuestionTest extends GatewayTest {
    private static final String MEASURED_BY = "./mvnw test -Dmeasure=true -Dtest=OneQuestionTest";

    @Test
    void manyRunsThatAreWaitedForCostLittleMoreThanThreeRequestsEach() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofSeconds(6)));
        GatewayFixture gateway = gateway(cloud).with("nextmv.poll.initial-delay", "500ms")
                .with("nextmv.poll.delay", "500ms").with("nextmv.poll.max-delay", "2s")
                .with("nextmv.poll.snapshot-age", "500ms");

        drop(gateway, 400);
        long begun = System.nanoTime();
        gateway.start();
        gateway.untilDone(400);

        assertThat(cloud.runs()).hasSize(400);
        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(400);
        // How many looks there are is a matter of time: on a slow machine it all takes longer.
        long looks = cloud.requests(Endpoint.ACCOUNT_QUEUE);
        assertThat(looks).as("looks for all: never two within 375 ms").isLessThanOrEqualTo(
                5 + Duration.ofNanos(System.nanoTime() - begun).toMillis() / 375);
        assertThat((requests(cloud) - looks) / 400.0).as("requests a run: %s", cloud.requests()).isLessThanOrEqualTo(3.2);
    }

    /** Requests a run, with the settings as they ship: {@code mvn test -Dmeasure=true -Dtest=OneQuestionTest}. */
    @Test
    @EnabledIfSystemProperty(named = "measure", matches = "true")
    void aThousandRunsOfAMinuteCostLittleMoreThanThreeRequestsEach() throws IOException {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofMinutes(1)));
        GatewayFixture gateway = gateway(cloud).with("nextmv.poll.initial-delay", "1s")
                .with("nextmv.poll.delay", "1s").with("nextmv.poll.max-delay", "20s");

        drop(gateway, 1000);
        gateway.start();
        await().atMost(Duration.ofMinutes(5)).until(() -> GatewayFixture.names(gateway.archive()).size() == 1000);

        System.out.println("1,000 runs of 60 s: " + requests(cloud) / 1000.0 + " requests a run " + cloud.requests());
        BenchFile.of("requests", MEASURED_BY, List.of(BenchFile.row("runs", 1000, "requests_a_run",
                requests(cloud) / 1000.0))).write("requests");
        assertThat(requests(cloud) / 1000.0).isLessThanOrEqualTo(3.2);
    }

    /**
     * How long it is from a run's end to its file, and how many requests a run takes, with the settings as they ship:
     * {@code ./mvnw -pl core test -Dmeasure=true -Dtest=OneQuestionTest}.
     */
    @Test
    @EnabledIfSystemProperty(named = "measure", matches = "true")
    void fromTheEndOfARunToItsFile() throws IOException {
        Sandbox cloud = cloud(quick().withConcurrency(1000));
        GatewayFixture gateway = gateway(cloud).with("nextmv.poll.initial-delay", "1s").with("nextmv.poll.delay", "1s")
                .with("nextmv.poll.max-delay", "20s").with("nextmv.limit.requests", "2000/m")
                .with("nextmv.limit.results", "200/10s").with("nextmv.durability", "fsync");
        int runs = 300;
        for (int i = 0; i < runs; i++) {
            gateway.drop("in-" + i + ".json.nextmv.json", "{\"options\":{\"duration\":\"" + (2000 + i * 58_000 / runs)
                    + "ms\"}}");
            gateway.drop("in-" + i + ".json", "{}");
        }
        gateway.start();
        await().atMost(Duration.ofMinutes(5)).until(() -> GatewayFixture.names(gateway.archive()).size() == runs);

        List<Long> times = new ArrayList<>();
        for (RunView run : cloud.runs()) {
            Path output = gateway.outbox().resolve(run.name());
            long duration = Long.parseLong(run.options().get("duration").replace("ms", ""));
            times.add(Files.getLastModifiedTime(output).toMillis() - run.created().toEpochMilli() - duration);
        }
        times.sort(null);
        System.out.printf(Locale.ROOT, "from the end to the file: median %d ms, p95 %d, p99 %d, worst %d; %.2f requests a run: %s%n",
                times.get(runs / 2), times.get(runs * 95 / 100), times.get(runs * 99 / 100), times.get(runs - 1),
                requests(cloud) / (double) runs, cloud.requests());
        BenchFile.of("latency", MEASURED_BY, List.of(BenchFile.row("runs", runs, "median_ms", times.get(runs / 2), "p95_ms",
                times.get(runs * 95 / 100), "p99_ms", times.get(runs * 99 / 100), "requests_a_run",
                requests(cloud) / (double) runs, "times_ms", times))).write("latency");
        assertThat(times).hasSize(runs);
    }

    private static long requests(Sandbox cloud) {
        return cloud.requests().values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void theOtherWayCanBeAskedFor() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).with("nextmv.poll.via", "metadata").start();

        drop(gateway, 50);
        gateway.until("all were asked for", () -> cloud.requests(Endpoint.RUN_METADATA) > 100);

        assertThat(cloud.requests(Endpoint.ACCOUNT_QUEUE)).isZero();
    }

    @Test
    void aRunThatIsWaitedForAloneIsAskedForByItself() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofMillis(300)));
        GatewayFixture gateway = gateway(cloud).start();

        drop(gateway, 1);
        gateway.untilDone(1);

        assertThat(cloud.requests(Endpoint.ACCOUNT_QUEUE)).isZero();
    }

    @Test
    void aRunThatTheQueueDoesNotNameYetIsNotTakenForFinished() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofSeconds(1)).withListLag(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).with("nextmv.poll.via", "queue").start();

        drop(gateway, 20);
        gateway.untilDone(20);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(20);
        assertThat(cloud.requests(Endpoint.RUN_RESULT)).isEqualTo(20);
        assertThat(cloud.requests(Endpoint.RUN_METADATA)).isGreaterThanOrEqualTo(20);
        assertThat(cloud.requests(Endpoint.ACCOUNT_QUEUE)).isPositive();
    }

    static Stream<ResponseDefinitionBuilder> uselessAnswers() {
        return Stream.of(aResponse().withStatus(403), aResponse().withStatus(404), aResponse().withStatus(500),
                aResponse().withStatus(501), okJson("{}"), okJson("null"), okJson("{\"runs\":[{\"id\":7},{}]}"),
                aResponse().withBody("<html>"), aResponse());
    }

    @ParameterizedTest
    @MethodSource("uselessAnswers")
    void whereTheQueueCannotBeUsedRunsAreAskedForOneByOne(ResponseDefinitionBuilder useless) {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofMillis(300)));
        WireMockServer way = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        way.start();
        closed(way::stop);
        way.stubFor(any(anyUrl()).atPriority(9).willReturn(aResponse().proxiedFrom(cloud.url())));
        way.stubFor(get(urlPathEqualTo("/v1/account/queue")).willReturn(useless));
        GatewayFixture gateway = gateway(way.baseUrl()).with("nextmv.poll.via", "queue").start();

        drop(gateway, 20);
        gateway.untilDone(20);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(20);
        assertThat(gateway.log().says("Picking up pauses")).isFalse();
        assertThat(way.findAll(getRequestedFor(urlPathMatching(".*/metadata"))).size()).isGreaterThanOrEqualTo(20);
    }

    /** Own checks that are minutes apart: whatever is delivered here was woken. */
    private GatewayFixture seldom(String url) {
        return gateway(url).with("nextmv.poll.delay", "1s").with("nextmv.poll.max-delay", "10s")
                .with("nextmv.poll.queue-multiplier", "100").with("nextmv.poll.multiplier", "1")
                .with("nextmv.poll.snapshot-age", "50ms");
    }

    @Test
    void whatTheQueueNamesNoLongerIsFetchedAtOnceHoweverSeldomItIsChecked() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = seldom(cloud.url()).start();
        drop(gateway, 10);
        gateway.untilWaiting(10);
        gateway.until("the next check of its own is more than a minute off for each", () -> gateway.ticketNames().stream()
                .allMatch(name -> Instant.parse(GatewayFixture.json(gateway.work().resolve(name).resolve("progress.json"))
                        .path("next_check").asText()).isAfter(Instant.now().plusSeconds(65))));
        gateway.until("looks go on", () -> cloud.requests(Endpoint.ACCOUNT_QUEUE) > 3);
        long checks = cloud.requests(Endpoint.RUN_METADATA);

        for (RunView run : cloud.runs()) {
            Cloud.cancel(cloud, run.id());
        }
        gateway.untilDone(10);

        assertThat(GatewayFixture.names(gateway.canceled())).hasSize(20);
        assertThat(cloud.requests(Endpoint.RUN_METADATA) - checks).as("one check each").isEqualTo(10);
    }

    private static void drop(GatewayFixture gateway, int count) {
        for (int i = 0; i < count; i++) {
            gateway.drop("orders-" + i + ".json", "{}");
        }
    }
}
