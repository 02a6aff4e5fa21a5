package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is lost or dies around a request: every input ends in exactly one place, and has started exactly one run. */
class NothingLostIT {
    private static final Duration AT_MOST = Duration.ofMinutes(3);
    private static final List<Call> CALLS =
            List.of(Call.NEW_RUN, Call.METADATA, Call.RESULT, Call.LOGS, Call.QUEUE, Call.LIST);
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
            for (Call call : CALLS) {
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
                // Who share their looks ask for fewer lists.
                for (int more = 0; more < 10 && !hasMetAll(scene, faults); more++) {
                    scene.inputs().drop(30);
                    scene.inputs().dropFailing();
                    scene.awaitAllDelivered(gateway);
                }
            }
            say("lost answers: " + scene.account().withoutDoubt() + " " + scene.proxy().figures());
            for (Call call : CALLS) {
                for (Blow fault : faults) {
                    assertThat(scene.proxy().count(call, fault)).as("%s met %s", call, fault).isPositive();
                }
            }
        }
    }

    private static boolean hasMetAll(Scene scene, Blow[] faults) {
        return CALLS.stream().allMatch(call -> Stream.of(faults).allMatch(fault -> scene.proxy().count(call, fault) > 0));
    }

    private void say(String figures) {
        System.out.println("NothingLostIT, " + figures + ", -Dseed=" + seed);
    }
}
