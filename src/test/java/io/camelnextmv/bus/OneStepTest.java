package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.Forces;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a step of a ticket that waits in the broker writes is read by that step only: it need not survive a power cut. */
class OneStepTest extends ManyGatewaysFixture {
    private static final String LARGE = "{\"x\":\"" + "x".repeat(100_000) + "\",\"side\":3,\"fail\":\"too large\"}";
    private GatewayFixture onTheBus(Sandbox cloud) {
        return gateway(cloud.url(), "gateway").with("nextmv.durability", "fsync").with("nextmv.deliver.logs", "always")
                .with("nextmv.deliver.assets", "true");
    }

    @Test
    void nothingIsForcedToTheDiskForATicketThatWaitsInTheBroker() {
        GatewayFixture gateway = onTheBus(cloud(quick())).start();
        try (Forces forces = new Forces()) {
            bus.send(SQUARE, Map.of("NextmvInput", "square.json", "NextmvOptions", "{\"a\":1}"));
            bus.send(SQUARE, Map.of("NextmvInput", "many.json", "NextmvOptions", "{\"output\":\"multi-file\"}"));
            bus.send(LARGE, Map.of("NextmvInput", "large.json"));
            bus.send("no JSON", Map.of("NextmvInput", "words.json"));
            assertThat(List.of(bus.answer("nextmv.outputs").status(), bus.answer("nextmv.outputs").status()))
                    .containsOnly("succeeded");
            assertThat(List.of(bus.answer("nextmv.errors").status(), bus.answer("nextmv.errors").status()))
                    .containsExactlyInAnyOrder("failed", "rejected");
            gateway.until("all is over", () -> broker.count("nextmv.waiting") == 0);

            assertThat(forces.below(home.resolve("gateway"))).isEmpty();
        }
    }

    @Test
    void whatIsPlacedInAFolderLastsThereAllTheSame() {
        GatewayFixture gateway = onTheBus(cloud(quick())).with("nextmv.outputs.to", "direct:nextmv-to-folder").start();
        try (Forces forces = new Forces()) {
            bus.send(SQUARE, Map.of("NextmvInput", "square.json"));
            gateway.until("it is placed", () -> GatewayFixture.names(gateway.outbox()).contains("square.json"));
            gateway.until("all is over", () -> broker.count("nextmv.waiting") == 0);

            assertThat(forces.below(gateway.work())).isNotEmpty()
                    .allMatch(path -> path.toString().contains("/.visits-") && path.endsWith("out/output"));
            assertThat(forces.below(gateway.outbox())).contains(gateway.outbox());
        }
    }

    @Test
    void theTicketOfAMessageThatWaitsHereIsForced() {
        GatewayFixture gateway = onTheBus(cloud(quick())).with("nextmv.waiting.in", "").start();
        try (Forces forces = new Forces()) {
            bus.send(SQUARE, Map.of("NextmvInput", "square.json"));
            assertThat(bus.answer("nextmv.outputs").status()).isEqualTo("succeeded");
            gateway.untilDone(1);

            List<Path> forced = forces.below(gateway.work());
            assertThat(forced).extracting(path -> path.getFileName().toString()).contains(".ticket.json.part", "output.part");
            assertThat(forced).as("the input").anyMatch(path -> path.getParent().endsWith("input"));
            assertThat(forces.below(gateway.archive())).contains(gateway.archive());
        }
    }
}
