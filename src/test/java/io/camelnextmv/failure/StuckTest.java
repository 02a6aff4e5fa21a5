package io.camelnextmv.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What meets an unexpected exception again and again comes to an end, with all that is known of it. */
class StuckTest extends GatewayTest {
    private static final Supplier<Throwable> BUG = () -> new NullPointerException("nobody thought of that");

    static Stream<Arguments> placesAndErrors() {
        return Stream.of(Arguments.of("nextmv-prepare", BUG, "before its run was started", 0),
                Arguments.of("nextmv-prepare", (Supplier<Throwable>) StackOverflowError::new,
                        "before its run was started", 0),
                Arguments.of("nextmv-check", (Supplier<Throwable>) () -> new IllegalArgumentException("no"),
                        "was waited for", 1),
                Arguments.of("nextmv-check", (Supplier<Throwable>) () -> new AssertionError("no"), "was waited for", 1),
                Arguments.of("nextmv-fetch-output", BUG, "(succeeded) was delivered", 1));
    }

    @ParameterizedTest
    @MethodSource("placesAndErrors")
    void anInputEndsStuckWhereverItMeetsTheExceptionAndTheOthersPass(String route, Supplier<Throwable> error,
            String where, int runs) {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.retry.max-unexpected", "3");
        Broken broken = Broken.route(route, gateway, error);
        gateway.start();
        gateway.drop("bad.json", SQUARE);
        gateway.drop("good.json", SQUARE);
        gateway.untilDone(2);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("good.json");
        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("bad.error.json", "bad.json");
        assertThat(GatewayFixture.text(gateway.errors().resolve("bad.json"))).isEqualTo(SQUARE);
        JsonNode report = GatewayFixture.json(gateway.errors().resolve("bad.error.json"));
        assertThat(report.path("status").asText()).isEqualTo("stuck");
        assertThat(report.path("error").asText()).contains("3 times in a row", where,
                error.get().getClass().getSimpleName());
        assertThat(report.path("what_to_do").asText()).contains("archive/" + report.path("ticket").asText());
        assertThat(report.path("run_id").asText("").isEmpty()).isEqualTo(runs == 0);
        assertThat(broken.met()).isEqualTo(3);
        assertThat(cloud.runs()).hasSize(1 + runs);
        assertThat(gateway.ticketNames()).isEmpty();

        assertThat(gateway.gateway().main().getCamelContext().getRegistry()
                .lookupByNameAndType("nextmvHealth", HealthCheck.class).call()).satisfies(result -> {
                    assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
                    assertThat(result.getDetails()).containsEntry("tickets.stuck", 1);
                    assertThat(result.getDetails().get("tickets.stuck.last").toString()).contains("bad.json");
                });
    }

    @Test
    void theCountSurvivesRestartsSoThatAnEndComesEvenIfNoProcessLivesLongEnough() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.retry.max-unexpected", "4")
                .with("nextmv.retry.delay", "10m").with("nextmv.retry.max-delay", "10m");
        Broken broken = Broken.route("nextmv-check", gateway, BUG);
        gateway.start();
        gateway.drop("bad.json", SQUARE);
        for (int life = 1; life < 4; life++) {
            int times = life;
            gateway.until("it was met in life " + life, () -> broken.met() == times && count(gateway) == times);
            gateway.stop();
            gateway.start();
        }
        gateway.untilDone(1);

        assertThat(GatewayFixture.json(gateway.errors().resolve("bad.error.json")).path("status").asText())
                .isEqualTo("stuck");
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void whatIsMetAndGoesAwayAgainIsForgotten() {
        Sandbox cloud = cloud(quick().withRunTime(java.time.Duration.ofSeconds(1)));
        GatewayFixture gateway = gateway(cloud).with("nextmv.retry.max-unexpected", "1000");
        Broken broken = Broken.route("nextmv-check", gateway, BUG);
        gateway.start();
        gateway.drop("bad.json", SQUARE);
        gateway.until("it was met", () -> broken.met() >= 2);
        broken.mend();
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("bad.json");
        assertThat(GatewayFixture.names(gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0))))
                .doesNotContain("unexpected.json");
    }

    @Test
    void whatCannotEvenBeReportedIsSetAsideWithAllThatIsKnownOfIt() {
        GatewayFixture gateway = gateway(cloud(quick())).with("nextmv.retry.max-unexpected", "2");
        Broken.route("nextmv-deliver-once", gateway, BUG);
        gateway.start();
        gateway.drop("bad.json", SQUARE);
        gateway.drop("good.json", SQUARE);
        gateway.untilLogged("was moved to");
        gateway.untilDone(1);
        Path aside = gateway.work().resolve("set-aside");

        gateway.until("nothing is on its way", () -> gateway.ticketNames().isEmpty());
        assertThat(GatewayFixture.names(aside)).hasSize(1);
        Path ticket = aside.resolve(GatewayFixture.names(aside).get(0));
        assertThat(ticket.resolve("input").resolve("bad.json")).exists();
        assertThat(GatewayFixture.json(ticket.resolve("ticket.json")).path("ending").path("status").asText())
                .isEqualTo("stuck");
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("good.json");
    }

    private static int count(GatewayFixture gateway) {
        return GatewayFixture.json(gateway.work().resolve(gateway.ticketNames().get(0)).resolve("unexpected.json"))
                .path("times").asInt();
    }
}
