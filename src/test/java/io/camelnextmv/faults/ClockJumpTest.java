package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.InFront;
import io.camelnextmv.fixture.JumpingClock;
import io.camelnextmv.fixture.PatientCloud;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine's clock is set while runs go on: no run has more or less time for that, in this process and the next. */
@Tag("proof")
class ClockJumpTest extends GatewayTest {
    private final JumpingClock clock = new JumpingClock();

    @ParameterizedTest
    @ValueSource(longs = {2, -2, 24 * 365, -24})
    void aRunHasTheTimeThatItHadAndSoItHasAfterARestart(long hours) throws Exception {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = gateway(cloud.url()).at(clock).with("nextmv.poll.max-duration", "1h").start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("it is waited for", () -> checks(gateway) > 0);
        Instant deadline = deadline(gateway);

        clock.jump(Duration.ofHours(hours));
        gateway.until("its deadline has followed", () -> Duration.between(deadline.plus(Duration.ofHours(hours)),
                deadline(gateway)).abs().compareTo(Duration.ofMinutes(5)) < 0);
        gateway.stop();
        gateway.start();
        gateway.until("it is asked for again", () -> checks(gateway) > 0);
        gateway.drop("another.json", SQUARE);
        gateway.until("others are taken", () -> cloud.runs() == 2);
        cloud.release();
        gateway.untilDone(2);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("another.json", "orders.json");
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(cloud.runs()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -2, -24 * 365})
    void aRunWhoseTimeIsUpIsGivenUpThoughTheClockWasSetBack(long hours) throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).at(clock).with("nextmv.poll.max-duration", "2s").start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("it is waited for, or was", () -> isOver(gateway) || checks(gateway) > 0);

        clock.jump(Duration.ofHours(hours));
        gateway.untilDone(1);

        assertThat(GatewayFixture.json(gateway.errors().resolve("orders.error.json")).path("status").asText())
                .isEqualTo("timed_out");
    }

    @ParameterizedTest
    @ValueSource(longs = {-2, 2})
    void aRunThatWasWaitedForBeforeTheClockWasSetAndTheGatewayStartedIsGivenUpInTime(long hours) throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).at(clock).with("nextmv.poll.max-duration", "3s").start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("it is waited for, or was", () -> isOver(gateway) || checks(gateway) > 0);
        gateway.stop();

        clock.jump(Duration.ofHours(hours));
        gateway.start().untilDone(1);

        assertThat(GatewayFixture.json(gateway.errors().resolve("orders.error.json")).path("status").asText())
                .isEqualTo("timed_out");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500, 503})
    void aCancellationThatTheServiceNeverTakesHasAnEndToo(int status) throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        InFront way = closed(new InFront(cloud)).always(patch(anyUrl()), aResponse().withStatus(status));
        GatewayFixture gateway = gateway(way.url()).at(clock).with("nextmv.poll.max-duration", "1s")
                .with("nextmv.poll.on-timeout", "cancel").start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("it was to be canceled", () -> !way.server().findAll(patchRequestedFor(anyUrl())).isEmpty());

        clock.jump(Duration.ofMinutes(16));
        gateway.untilDone(1);

        assertThat(GatewayFixture.json(gateway.errors().resolve("orders.error.json")).path("error").asText())
                .contains("the service has not taken that");
    }

    private static Instant deadline(GatewayFixture gateway) {
        return Instant.parse(gateway.ticket().path("deadline").asText());
    }

    /** On a machine that stands still for a while its time is up before somebody has looked. */
    private static boolean isOver(GatewayFixture gateway) {
        return !GatewayFixture.names(gateway.archive()).isEmpty();
    }

    private static int checks(GatewayFixture gateway) {
        return Files.exists(gateway.work().resolve(gateway.ticketNames().get(0)).resolve("progress.json"))
                ? GatewayFixture.json(gateway.work().resolve(gateway.ticketNames().get(0)).resolve("progress.json"))
                        .path("polls").asInt() : 0;
    }
}
