package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.proof.LineKiller.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on the same folders. */
class TwoGatewaysIT {
    private static final Duration AT_MOST = Duration.ofMinutes(1);
    @TempDir
    private Path folder;
    private long seed;

    @BeforeEach
    void seed() {
        seed = Long.getLong("seed", System.nanoTime());
    }

    @Test
    void twoGatewaysShareAnInboxAndTakeNoFileTwice() throws Exception {
        try (Scene scene = new Scene(folder, new Random(seed))) {
            GatewayProcess first = scene.start();
            GatewayProcess second = scene.start();
            awaitGateways(scene, 2);
            scene.inputs().drop(200);
            scene.awaitAllDelivered(first);
            assertThat(second.isAlive()).isTrue();
            assertThat(takers(scene)).as("the gateways that have taken files").hasSize(2);
            first.terminate();
            second.terminate();
            assertThat(first.exitCode(AT_MOST)).isZero();
            assertThat(second.exitCode(AT_MOST)).isZero();
            System.out.println("TwoGatewaysIT, both live: " + scene.account() + ", -Dseed=" + seed);
        }
    }

    @Test
    void whenOneIsKilledTheOtherBringsHomeItsTicketsAndStartsNoRunAgain() throws Exception {
        try (Scene scene = new Scene(folder, new Random(seed))) {
            Place place = new Place("io.camelnextmv.await.Check", "judge", 0, 10);
            GatewayProcess[] dying = new GatewayProcess[1];
            try (LineKiller killer = new LineKiller(place, () -> dying[0].kill())) {
                GatewayProcess survivor = scene.start();
                dying[0] = scene.start(killer.jvm());
                awaitGateways(scene, 2);
                scene.inputs().drop(200);
                dying[0].exitCode(AT_MOST);
                assertThat(killer.hasKilled()).isTrue();
                assertThat(scene.tickets()).as("what the dead one leaves, among others").isNotEmpty();
                scene.inputs().drop(20);
                scene.awaitAllDelivered(survivor);
                assertThat(survivor.log()).contains("of an earlier process");
            }
            assertThat(takers(scene)).hasSize(2);
            System.out.println("TwoGatewaysIT, one dies: " + scene.lastLife() + ", -Dseed=" + seed);
        }
    }

    private static void awaitGateways(Scene scene, int count) {
        Awaitility.await().atMost(AT_MOST).until(() -> Scene.list(scene.work()).stream()
                .filter(file -> file.getFileName().toString().endsWith(".lock")).count() == count);
    }

    /** The part of the tickets' names that tells by whom they were taken. */
    private static Set<String> takers(Scene scene) {
        return Scene.list(scene.home().resolve("archive")).stream()
                .map(ticket -> List.of(ticket.getFileName().toString().split("-")).get(2)).collect(Collectors.toSet());
    }
}
