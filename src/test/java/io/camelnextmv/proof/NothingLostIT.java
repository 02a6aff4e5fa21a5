package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.proof.LineKiller.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever dies, whenever: every input ends in exactly one place, and has started exactly one run. */
class NothingLostIT {
    private static final Duration AT_MOST = Duration.ofMinutes(3);
    private static final String STORE = "io.camelnextmv.store.";
    private static final String DELIVER = "io.camelnextmv.deliver.";
    @TempDir
    private Path folder;
    private long seed;

    @BeforeEach
    void seed() {
        seed = Long.getLong("seed", System.nanoTime());
    }

    @Test
    void nothingIsLostOrRunTwiceWhenTheProcessIsKilledAroundEveryRequest() throws Exception {
        try (Scene scene = new Scene(folder, new Random(seed))) {
            int kills = 0;
            for (Call call : List.of(Call.NEW_RUN, Call.METADATA, Call.RESULT, Call.LOGS, Call.QUEUE, Call.LIST)) {
                for (Blow blow : List.of(Blow.KILL_BEFORE, Blow.KILL_BEFORE_ANSWER, Blow.KILL_IN_ANSWER)) {
                    scene.inputs().dropGood();
                    scene.inputs().dropFailing();
                    GatewayProcess[] gateway = new GatewayProcess[1];
                    scene.proxy().follow((kind, number) -> {
                        if (kind == call && number == 1) {
                            return blow;
                        }
                        // What makes it look a run up.
                        boolean lookUp = call == Call.QUEUE || call == Call.LIST;
                        return lookUp && kind == Call.NEW_RUN && number == 1 ? Blow.CUT_BEFORE_ANSWER : Blow.NONE;
                    }, () -> gateway[0].kill());
                    gateway[0] = scene.start();
                    gateway[0].exitCode(AT_MOST);
                    assertThat(scene.proxy().count(call, blow)).isEqualTo(1);
                    kills++;
                }
            }
            say("around requests: " + kills + " kills, " + scene.lastLife().withoutDoubt() + " "
                    + scene.proxy().figures());
        }
    }

    @Test
    void nothingIsLostOrRunTwiceWhenTheProcessIsKilledAtAnyWrite() throws Exception {
        List<Place> places = new ArrayList<>();
        // Each write of a ticket, from the claim to the delivery: its file empty, complete, renamed.
        for (int write = 1; write <= 10; write++) {
            places.add(new Place(STORE + "Durability", "move", 0, write));
            places.add(new Place(STORE + "Durability", "move", 1, write));
        }
        places.add(new Place(STORE + "Durability", "write", 7, 2));
        // The folder, the ticket, the rename, and all that is synced behind it.
        for (int line : new int[] {6, 7, 8, 13, 14, 15, 16}) {
            places.add(new Place(STORE + "Claims", "claim", line, 1));
        }
        for (int line = 0; line < 5; line++) {
            places.add(new Place(STORE + "Archive", "take", line + 3, 1));
            places.add(new Place(DELIVER + "AtomicPlacement", "place", line, 1));
        }
        try (Scene scene = new Scene(folder, new Random(seed))) {
            int kills = 0;
            for (Place place : places) {
                scene.inputs().dropGood();
                kills += killedAt(place, scene) ? 1 : 0;
            }
            say("at writes: " + kills + " kills at " + places.size() + " places, " + scene.lastLife().withoutDoubt());
            // A line that an undisturbed ticket never comes by kills nobody.
            assertThat(kills).isGreaterThan(places.size() * 3 / 4);
        }
    }

    private static boolean killedAt(Place place, Scene scene) throws Exception {
        GatewayProcess[] gateway = new GatewayProcess[1];
        try (LineKiller killer = new LineKiller(place, () -> gateway[0].kill())) {
            gateway[0] = scene.start(killer.jvm());
            Awaitility.await().atMost(AT_MOST).pollInterval(Duration.ofMillis(10))
                    .until(() -> !gateway[0].isAlive() || scene.isAllDelivered());
            gateway[0].kill();
            return killer.hasKilled();
        }
    }

    @Test
    void nothingIsLostOrRunTwiceWhenAnswersAreLostAllTheTime() throws Exception {
        Random random = new Random(seed);
        try (Scene scene = new Scene(folder, random)) {
            Blow[] faults = {Blow.CUT_BEFORE, Blow.CUT_BEFORE_ANSWER, Blow.CUT_IN_ANSWER, Blow.BAD_GATEWAY};
            // In turn, so that each kind of request meets each fault, and is let through in between.
            scene.proxy().follow((call, number) -> number % 3 == 0
                    ? faults[(int) (number / 3 % faults.length)] : Blow.NONE, () -> { });
            scene.inputs().drop(120);
            // Whatever the dice say: logs are asked for of these only, a dozen times at least.
            for (int i = 0; i < 12; i++) {
                scene.inputs().dropFailing();
            }
            try (GatewayProcess gateway = scene.start()) {
                scene.awaitAllDelivered(gateway);
            }
            say("lost answers: " + scene.account().withoutDoubt() + " " + scene.proxy().figures());
            for (Call call : List.of(Call.NEW_RUN, Call.METADATA, Call.RESULT, Call.LOGS, Call.QUEUE, Call.LIST)) {
                for (Blow fault : faults) {
                    assertThat(scene.proxy().count(call, fault)).as("%s met %s", call, fault).isPositive();
                }
            }
        }
    }

    private void say(String figures) {
        System.out.println("NothingLostIT, " + figures + ", -Dseed=" + seed);
    }
}
