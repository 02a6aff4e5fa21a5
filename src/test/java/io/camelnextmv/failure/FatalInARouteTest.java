package io.camelnextmv.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In an application that is not ours a fatal error ends no process: the health tells, and what met it comes to an end. */
class FatalInARouteTest extends GatewayTest {

    static Stream<Arguments> routesAndErrors() {
        return Stream.of(Arguments.of("nextmv-prepare", (Supplier<Throwable>) () -> new OutOfMemoryError("heap")),
                // Where a rule makes a fault of the service of whatever a request fails with.
                Arguments.of("nextmv-send", (Supplier<Throwable>) () -> new OutOfMemoryError("heap")),
                Arguments.of("nextmv-ask-run", (Supplier<Throwable>) () ->
                        new IllegalStateException("Connection pool shut down")),
                Arguments.of("nextmv-fetch-output", (Supplier<Throwable>) () -> new NoClassDefFoundError("io/x/Y")));
    }

    @ParameterizedTest
    @MethodSource("routesAndErrors")
    void theHealthGoesDownForGoodAndTheOthersComeThrough(String route, Supplier<Throwable> error) throws Exception {
        GatewayFixture gateway = gateway(cloud(quick())).with("nextmv.retry.max-unexpected", "2");
        Broken.route(route, gateway, error);
        gateway.start();
        assertThat(health(gateway).getState()).isEqualTo(HealthCheck.State.UP);
        gateway.drop("bad.json", SQUARE);
        gateway.drop("good.json", SQUARE);
        gateway.untilDone(2);

        assertThat(GatewayFixture.json(gateway.errors().resolve("bad.error.json")).path("status").asText())
                .isEqualTo("stuck");
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("good.json");
        assertThat(health(gateway)).satisfies(result -> {
            assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(result.getMessage().orElseThrow()).contains("restart", error.get().getClass().getName());
        });
        assertThat(gateway.log().lines()).filteredOn(line -> line.contains("restart this application")).hasSize(1);
    }

    private static HealthCheck.Result health(GatewayFixture gateway) {
        HealthCheck check = gateway.gateway().main().getCamelContext().getRegistry().lookupByNameAndType(
                "nextmvProcessHealth", HealthCheck.class);
        assertThat(check.isLiveness()).isTrue();
        return check.call();
    }
}
