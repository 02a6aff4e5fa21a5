package io.camelnextmv.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.StrictCloud;
import io.camelnextmv.fixture.StrictCloud.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway against a service that enforces its limits. */
class WithinLimitsTest extends GatewayTest {
    private final StrictCloud cloud = new StrictCloud();

    private GatewayFixture limited(String runs, String results, String requests) {
        closed(cloud);
        return gateway(cloud.url()).with("nextmv.limit.runs", runs).with("nextmv.limit.results", results)
                .with("nextmv.limit.requests", requests);
    }

    private static void drop(GatewayFixture gateway, int count) {
        drop(gateway, 0, count);
    }

    private static void drop(GatewayFixture gateway, int from, int count) {
        Instant begun = Instant.now().minusSeconds(count + 60L);
        for (int i = from; i < count; i++) {
            gateway.drop(String.format("in-%04d.json", i), SQUARE.getBytes(StandardCharsets.UTF_8),
                    begun.plusSeconds(i));
        }
    }

    @Test
    void manyInputsMeetNo429AndAreSubmittedInTheirOrder() {
        cloud.limit(Kind.RUNS, 60, Duration.ofSeconds(1)).limit(Kind.RESULTS, 70, Duration.ofSeconds(1))
                .limit(Kind.REQUESTS, 250, Duration.ofSeconds(1));
        // Half of what the service takes: what is sent in good time may arrive together where the machine stands still.
        GatewayFixture gateway = limited("30/s", "35/s", "125/s").with("nextmv.submit.concurrency", "1");
        drop(gateway, 200);
        gateway.start();

        gateway.untilDone(200);

        assertThat(cloud.refused()).isEmpty();
        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(200);
        assertThat(cloud.names()).hasSize(200).isSorted();
    }

    /**
     * At the pace of a real account, which takes a minute: its limits are buckets, whose level tells of any excess. A thousand,
     * which take more than three: {@code -Dmeasure=true}.
     */
    @Test
    @Tag("proof")
    void inputsAtThePaceOfARealAccountMeetNo429() {
        cloud.bucket(Kind.RUNS, 5, Duration.ofSeconds(1)).bucket(Kind.RESULTS, 200, Duration.ofSeconds(10))
                .bucket(Kind.REQUESTS, 2000, Duration.ofMinutes(1));
        GatewayFixture gateway = limited("5/s", "200/10s", "2000/m").with("nextmv.poll.initial-delay", "1s")
                .with("nextmv.poll.delay", "1s").with("nextmv.poll.max-delay", "20s").with("nextmv.durability", "fsync");
        int count = Boolean.getBoolean("measure") ? 1000 : 250;
        drop(gateway, count);
        gateway.start();

        await().atMost(Duration.ofMinutes(8)).until(() -> GatewayFixture.names(gateway.archive()).size() >= count);

        List<Long> runs = cloud.times(Kind.RUNS);
        long over = IntStream.range(5, runs.size()).filter(i -> runs.get(i) - runs.get(i - 5) < 1_000_000_000L).count();
        System.out.printf(Locale.ROOT, "%d runs at 5/s: %.2f a second; %d windows of a second held six; %d requests%n", count,
                (runs.size() - 1) / ((runs.get(runs.size() - 1) - runs.get(0)) / 1e9), over,
                cloud.times(Kind.REQUESTS).size());
        assertThat(cloud.refused()).isEmpty();
        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(count);
    }

    @Test
    void twoGatewaysWithHalfTheAccountEachMeetNo429() {
        cloud.limit(Kind.RUNS, 60, Duration.ofSeconds(1)).limit(Kind.REQUESTS, 200, Duration.ofSeconds(1));
        // Of half of what the service takes, as above.
        GatewayFixture one = limited("30/s", "", "100/s").with("nextmv.limit.share", "0.5");
        GatewayFixture other = closed(new GatewayFixture(home.resolve("other"), cloud.url()))
                .with("nextmv.limit.runs", "30/s").with("nextmv.limit.requests", "100/s").with("nextmv.limit.share", "0.5");
        drop(one, 40);
        drop(other, 40);
        one.start();
        other.start();

        one.untilDone(40);
        other.untilDone(40);

        assertThat(cloud.refused()).isEmpty();
        assertThat(cloud.names()).hasSize(80);
    }

    @ParameterizedTest
    @CsvSource({"1", "''", "1e9"})
    void aServiceThatAnswers429ToEverythingIsWaitedOutAndEachInputHasOneRun(String retryAfter) {
        GatewayFixture gateway = limited("200/s", "", "").start();
        cloud.refuseAll(true, retryAfter);
        drop(gateway, 20);
        gateway.untilLogged("The service asks to slow down (429)");
        gateway.untilLogged("Nothing gets through to the service: the service asks to slow down");

        cloud.refuseAll(false, "");
        gateway.untilDone(20);

        assertThat(cloud.names()).hasSize(20).doesNotHaveDuplicates();
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(20);
    }

    /** The first has the turn of this hour; the next four stand at its end, the others in line behind them. */
    private GatewayFixture waitingForAnHour(int count) {
        GatewayFixture gateway = limited("1/h", "", "");
        drop(gateway, 1);
        gateway.start();
        // Which of several comes first to the turn is left to their threads.
        gateway.until("one has a run", () -> cloud.names().size() == 1);
        drop(gateway, 1, count);
        gateway.until("all are taken, and one has a run", () -> gateway.ticketNames().size()
                + GatewayFixture.names(gateway.archive()).size() == count && cloud.names().size() == 1);
        gateway.until("the others wait", () -> turns(gateway).budget().waiting(Use.RUN) == 4
                && turns(gateway).usage(line(gateway)).get(0).waiting() == count - 1);
        return gateway;
    }

    private static Turns turns(GatewayFixture gateway) {
        return gateway.gateway().main().lookup("nextmvTurns", AccountTurns.class).of(null);
    }

    private static Line line(GatewayFixture gateway) {
        return gateway.gateway().main().lookup("nextmvSubmitLine", AccountLines.class).of(null);
    }

    @Test
    void whatWaitsForItsTurnIsCanceledAtOnceWhereverItStands() throws IOException {
        GatewayFixture gateway = waitingForAnHour(30);
        Path control = home.resolve("control/cancel");

        // At the head of its line, at its turn, and at the end.
        for (String name : List.of("in-0001.json", "in-0005.json", "in-0029.json")) {
            Files.createFile(control.resolve(name));
        }
        gateway.until("they are canceled", () -> GatewayFixture.names(gateway.canceled()).size() == 6);

        assertThat(GatewayFixture.names(gateway.canceled())).contains("in-0001.json", "in-0005.json", "in-0029.json");
        assertThat(cloud.names()).containsExactly("in-0000.json");
        assertThat(GatewayFixture.json(gateway.canceled().resolve("in-0005.error.json")).path("run_id").isMissingNode()
                || GatewayFixture.json(gateway.canceled().resolve("in-0005.error.json")).path("run_id").isNull()).isTrue();
        gateway.until("another one stands in its place", () -> turns(gateway).budget().waiting(Use.RUN) == 4);
    }

    @Test
    void aStopWhileAllWaitForTheirTurnLeavesNoneInDoubtAndTheNextStartGoesOn() {
        GatewayFixture gateway = waitingForAnHour(300);

        gateway.stop();

        assertThat(gateway.ticketNames()).hasSizeBetween(299, 300).allSatisfy(name -> assertThat(GatewayFixture.json(
                gateway.work().resolve(name).resolve("ticket.json")).path("state").asText()).isNotEqualTo("SUBMITTING"));
        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
        gateway.with("nextmv.limit.runs", "").start().untilDone(300);
        assertThat(cloud.names()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void whoWaitsForItsTurnIsSeenAndFailsAtNothing() {
        GatewayFixture gateway = waitingForAnHour(10);

        gateway.until("the notice for other processes says so", () -> GatewayFixture.names(home.resolve("control")).stream()
                .filter(name -> name.startsWith("gateway-")).anyMatch(name -> GatewayFixture.json(home.resolve("control")
                        .resolve(name)).path("limits").path(0).path("waiting").asInt() == 9));
        assertThat(gateway.gateway().main().getCamelContext().getRegistry()
                .lookupByNameAndType("nextmvHealth", HealthCheck.class).call()).satisfies(result -> {
                    assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
                    assertThat(result.getDetails()).containsEntry("steps.held", 0);
                    assertThat(result.getDetails().get("limit.runs").toString()).endsWith("of 1/h, 9 waiting");
                });
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(gateway.countTries()).isZero();
    }

    /** The old contract: so few requests that the checks must wait too. */
    @Test
    void resultsAndChecksWaitForTheirTurnAsWell() {
        // What is sent in good time may arrive together where the machine stands still: a third of what the service takes, so
        // that only a gateway that waits for no turn is refused.
        cloud.limit(Kind.RESULTS, 30, Duration.ofSeconds(1)).limit(Kind.REQUESTS, 60, Duration.ofSeconds(1));
        GatewayFixture gateway = limited("", "10/s", "20/s").with("nextmv.poll.via", "metadata");
        drop(gateway, 40);
        gateway.start();

        gateway.untilDone(40);

        assertThat(cloud.refused()).isEmpty();
        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(40);
    }
}
