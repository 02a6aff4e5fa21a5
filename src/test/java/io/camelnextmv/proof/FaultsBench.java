package io.camelnextmv.proof;

import io.camelnextmv.bench.BenchFile;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.sandbox.SandboxSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** How long many inputs take with and without faults on the way: see bench/faults. */
public final class FaultsBench {
    private static final String INPUT = "{\"stops\":[{\"id\":\"a\",\"x\":0,\"y\":0},{\"id\":\"b\",\"x\":1,\"y\":1}]}";
    /** Each as likely as the next. */
    private static final List<Blow> FAULTS = List.of(Blow.TOO_MANY, Blow.FAILED, Blow.BAD_GATEWAY, Blow.UNAVAILABLE,
            Blow.CUT_BEFORE, Blow.CUT_BEFORE_ANSWER, Blow.CUT_IN_ANSWER, Blow.CUT_AFTER, Blow.SILENCE);

    private FaultsBench() {
    }

    /**
     * Prints the figures.
     *
     * @param args how many inputs, how many ms the service takes for each request, how many of 100 requests fail, and the
     *             seed of the dice
     */
    public static void main(String[] args) throws Exception {
        int inputs = Integer.parseInt(args[0]);
        Duration latency = Duration.ofMillis(Integer.parseInt(args[1]));
        int percent = Integer.parseInt(args[2]);
        long seed = Long.parseLong(args[3]);
        double without = through(inputs, latency, 0, seed);
        double with = through(inputs, latency, percent, seed);
        System.out.printf("%d %% of all requests failing: %.2f times as long%n", percent, with / without);
        BenchFile.of("faults", "bench/faults " + String.join(" ", args), List.of(BenchFile.row("inputs", inputs, "percent",
                percent, "without_s", without, "with_s", with, "times_as_long", with / without))).write("faults");
        System.exit(0);
    }

    private static double through(int inputs, Duration latency, int percent, long seed) throws Exception {
        Path folder = Files.createTempDirectory("nextmv-faults-");
        Path home = folder.resolve("home");
        Path inbox = Files.createDirectories(home.resolve("inbox"));
        Map<String, String> settings = new LinkedHashMap<>();
        try (Sandbox sandbox = new Sandbox(SandboxSettings.defaults().withPort(0).withRunTime(Duration.ZERO)
                .withConcurrency(10_000)).start();
                FaultyProxy proxy = new FaultyProxy(URI.create(sandbox.url()).getPort())) {
            proxy.slowDownAll(latency);
            settings.put("nextmv.url", proxy.url());
            settings.put("nextmv.api-key", "sandbox");
            settings.put("nextmv.application-id", "bench");
            List.of("runs", "results", "requests").forEach(limit -> settings.put("nextmv.limit." + limit, ""));
            settings.put("nextmv.home", home.toString());
            try (GatewayProcess gateway = GatewayProcess.start(folder, "gateway", List.of("-Xmx256m"), settings)) {
                // Until it is warm.
                drop(folder, inbox, "warm", 20);
                await(home, 20, gateway);
                if (percent > 0) {
                    Random dice = new Random(seed);
                    proxy.follow((call, number) -> {
                        synchronized (dice) {
                            return dice.nextInt(100) < percent ? FAULTS.get(dice.nextInt(FAULTS.size())) : Blow.NONE;
                        }
                    }, () -> { });
                }
                long begun = System.nanoTime();
                drop(folder, inbox, "input", inputs);
                await(home, inputs + 20, gateway);
                double seconds = (System.nanoTime() - begun) / 1e9;
                int errors = list(home.resolve("errors"));
                System.out.printf("%d inputs, %d %% of the requests failing: %.1f s, %d runs, %d outputs, %d in errors; %s%n",
                        inputs, percent, seconds, sandbox.runs().size() - 20, list(home.resolve("outbox")) - 20, errors,
                        proxy.figures());
                if (sandbox.runs().size() != inputs + 20 || list(home.resolve("outbox")) != inputs + 20) {
                    throw new AssertionError("an input is lost, or was run twice; the log is " + folder);
                }
                return seconds;
            }
        }
    }

    private static void drop(Path folder, Path inbox, String name, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Path made = Files.writeString(folder.resolve("made"), INPUT);
            Files.move(made, inbox.resolve(name + "-" + i + ".json"), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void await(Path home, int count, GatewayProcess gateway) throws Exception {
        while (list(home.resolve("archive")) < count) {
            if (!gateway.isAlive()) {
                throw new AssertionError(gateway.log());
            }
            Thread.sleep(50);
        }
    }

    private static int list(Path folder) {
        return GatewayFixture.names(folder).size();
    }
}
