package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.await.Check;
import io.camelnextmv.proof.LineKiller.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on the same folders. */
@Tag("proof")
class TwoGatewaysIT {
    private static final Duration AT_MOST = Duration.ofMinutes(3);
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
            // Whoever is up first takes what is there: so more is dropped until both have taken something.
            Awaitility.await().atMost(AT_MOST).until(() -> {
                scene.inputs().drop(50);
                scene.awaitAllDelivered(first);
                return takers(scene).size() == 2;
            });
            assertThat(second.isAlive()).isTrue();
            first.terminate();
            second.terminate();
            assertThat(first.exitCode(AT_MOST)).isZero();
            assertThat(second.exitCode(AT_MOST)).isZero();
            System.out.println("TwoGatewaysIT, both live: " + scene.account().withoutDoubt() + ", -Dseed=" + seed);
        }
    }

    @Test
    void whenOneIsKilledTheOtherBringsHomeItsTicketsAndStartsNoRunAgain() throws Exception {
        try (Scene scene = new Scene(folder, new Random(seed))) {
            // As over a network: the service lists only the newest 50 runs.
            scene.proxy().slowDown(Duration.ofMillis(100));
            // What the dead one has sent must have arrived, however late, before its run is looked for the last time.
            scene.with("nextmv.submit.look-up-delay", "150ms");
            Place place = new Place(Check.class.getName(), "judge", 0, 5);
            GatewayProcess[] dying = new GatewayProcess[1];
            try (LineKiller killer = new LineKiller(place, () -> dying[0].kill())) {
                GatewayProcess survivor = scene.start();
                dying[0] = scene.start(killer.jvm());
                Awaitility.await().atMost(AT_MOST).until(() -> {
                    scene.inputs().drop(4);
                    return dying[0].endsWithin(Duration.ofMillis(100));
                });
                assertThat(killer.hasKilled()).isTrue();
                scene.inputs().drop(20);
                scene.awaitAllDelivered(survivor);
                assertThat(survivor.log()).as("the dead one has left something").contains("of an earlier process");
            }
            assertThat(takers(scene)).hasSize(2);
            System.out.println("TwoGatewaysIT, one dies: " + scene.lastLife().withoutDoubt() + ", -Dseed=" + seed);
        }
    }

    /** The part of the tickets' names that tells by whom they were taken. */
    private static Set<String> takers(Scene scene) {
        return Scene.list(scene.home().resolve("archive")).stream()
                .map(ticket -> List.of(ticket.getFileName().toString().split("-")).get(2)).collect(Collectors.toSet());
    }
}
