package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.proof.LineKiller.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Gateways live and die at random, for as long as one likes. CONTRIBUTING says how to start it.
 *
 * <p>{@code -Dsoak.minutes}: how long; {@code -Dsoak.inputs}: how many inputs at least; {@code -Dsoak.faults}: how many
 * of a hundred requests are lost on their way; {@code -Dseed}: the same dice again.
 */
class Soak {
    private static final Duration AT_MOST = Duration.ofMinutes(1);
    private static final List<String> CLASSES = List.of("store.Durability", "store.Claims", "store.DurableFolder",
            "store.Archive", "store.Recovery", "store.Lease", "deliver.FolderDelivery", "deliver.AtomicPlacement",
            "submit.RunRequests", "submit.StartedRuns", "submit.InDoubt", "await.Check", "pickup.Claim");
    private static final List<Blow> CUTS =
            List.of(Blow.CUT_BEFORE, Blow.CUT_BEFORE_ANSWER, Blow.CUT_IN_ANSWER, Blow.BAD_GATEWAY);
    private static final List<Blow> KILLS =
            List.of(Blow.KILL_BEFORE, Blow.KILL_BEFORE_ANSWER, Blow.KILL_IN_ANSWER, Blow.KILL_AFTER);
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final int faults = Integer.getInteger("soak.faults", 8);
    private final Map<Death, Integer> deaths = new EnumMap<>(Death.class);

    /** How a gateway ends. */
    private enum Death {
        AT_A_REQUEST, AT_A_LINE, AT_ANY_TIME, ONE_OF_TWO, TOLD_TO_STOP
    }

    @Test
    void nothingIsLostOrRunTwiceHoweverLongItGoesOn() throws Exception {
        Instant end = Instant.now().plus(Duration.ofMinutes(Integer.getInteger("soak.minutes", 10)));
        int least = Integer.getInteger("soak.inputs", 1000);
        Path folder = Files.createTempDirectory("nextmv-soak-");
        System.out.println("Soak in " + folder + ", -Dseed=" + seed);
        try (Scene scene = new Scene(folder, random)) {
            scene.proxy().slowDown(Duration.ofMillis(100));
            scene.with("nextmv.submit.look-up-delay", "150ms");
            for (int life = 1; Instant.now().isBefore(end) || scene.inputs().count() < least; life++) {
                live(scene);
                if (life % 25 == 0) {
                    say(scene, scene.lastLife());
                }
            }
            say(scene, scene.lastLife());
        }
    }

    private void live(Scene scene) throws Exception {
        scene.inputs().drop(random.nextInt(30));
        Death death = Death.values()[random.nextInt(Death.values().length)];
        boolean died = switch (death) {
            case AT_A_REQUEST -> atARequest(scene);
            case AT_A_LINE -> atALine(scene);
            case AT_ANY_TIME -> atAnyTime(scene);
            case ONE_OF_TWO -> oneOfTwo(scene);
            case TOLD_TO_STOP -> toldToStop(scene);
        };
        if (died) {
            deaths.merge(death, 1, Integer::sum);
        }
    }

    private boolean atARequest(Scene scene) {
        Call call = Call.values()[random.nextInt(Call.values().length - 1)];
        Blow kill = KILLS.get(random.nextInt(KILLS.size()));
        long which = 1 + random.nextInt(3);
        GatewayProcess[] gateway = new GatewayProcess[1];
        scene.proxy().follow((kind, number) -> kind == call && number == which ? kill : cut(), () -> gateway[0].kill());
        gateway[0] = scene.start();
        return goOn(scene, gateway[0]);
    }

    private boolean atALine(Scene scene) throws Exception {
        scene.proxy().follow((kind, number) -> cut(), () -> { });
        String type = CLASSES.get(random.nextInt(CLASSES.size()));
        Place any = new Place("io.camelnextmv." + type, "*", random.nextInt(1000), 1 + random.nextInt(3));
        // What a start writes before there can be tickets does not count.
        Place place = type.equals("store.Durability") ? any.after("store.TicketRecord") : any;
        GatewayProcess[] gateway = new GatewayProcess[1];
        try (LineKiller killer = new LineKiller(place, () -> gateway[0].kill())) {
            gateway[0] = scene.start(killer.jvm());
            return goOn(scene, gateway[0]) && killer.hasKilled();
        }
    }

    private boolean atAnyTime(Scene scene) {
        scene.proxy().follow((kind, number) -> cut(), () -> { });
        GatewayProcess gateway = scene.start();
        return killedAtWork(scene, gateway, List.of(gateway));
    }

    /** Half of them die whenever it is, the others once there is work that is done by one of them. */
    private boolean killedAtWork(Scene scene, GatewayProcess gateway, List<GatewayProcess> all) {
        if (random.nextBoolean()) {
            scene.inputs().drop(1 + random.nextInt(10));
            Awaitility.await().atMost(AT_MOST).until(() -> all.stream().anyMatch(Soak::isAtWork));
        }
        gateway.endsWithin(Duration.ofMillis(random.nextInt(3000)));
        boolean atWork = isAtWork(gateway);
        gateway.kill();
        return atWork;
    }

    /** A death before anything is done proves nothing. */
    private static boolean isAtWork(GatewayProcess gateway) {
        return gateway.log().contains(" is picked up ") || gateway.log().contains(" is run ");
    }

    private boolean oneOfTwo(Scene scene) {
        scene.proxy().follow((kind, number) -> cut(), () -> { });
        GatewayProcess first = scene.start();
        GatewayProcess second = scene.start();
        boolean atWork = killedAtWork(scene, first, List.of(first, second));
        goOn(scene, second);
        return atWork;
    }

    private boolean toldToStop(Scene scene) {
        scene.proxy().follow((kind, number) -> cut(), () -> { });
        GatewayProcess gateway = scene.start();
        gateway.endsWithin(Duration.ofMillis(random.nextInt(3000)));
        boolean runs = gateway.log().contains("archive:");
        gateway.terminate();
        int code = gateway.exitCode(AT_MOST);
        // Before it runs, a signal just ends it.
        assertThat(code).as(gateway.log()).isIn(runs ? List.of(0, 143) : List.of(143, 0));
        return true;
    }

    /** Drops more, lets it live a while, and kills it if it has survived; whether it had been killed before. */
    private boolean goOn(Scene scene, GatewayProcess gateway) {
        gateway.endsWithin(Duration.ofMillis(1000 + random.nextInt(1500)));
        scene.inputs().drop(random.nextInt(20));
        boolean dead = gateway.endsWithin(Duration.ofMillis(500 + random.nextInt(3500)));
        gateway.kill();
        return dead;
    }

    private synchronized Blow cut() {
        return random.nextInt(100) < faults ? CUTS.get(random.nextInt(CUTS.size())) : Blow.NONE;
    }

    private void say(Scene scene, Account account) throws IOException {
        System.out.println("Soak: " + account + ", " + scene.lives() + " gateways, of which ended as was meant "
                + deaths + ", requests " + scene.proxy().figures() + ", -Dseed=" + seed);
    }
}
