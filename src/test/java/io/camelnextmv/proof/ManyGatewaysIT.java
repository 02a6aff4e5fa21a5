package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.bus.Bus;
import io.camelnextmv.bus.Bus.Outcome;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.sandbox.SandboxSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways that share nothing but a broker: whatever dies, every input has one run and one answer. */
@Tag("proof")
class ManyGatewaysIT {
    private static final int GATEWAYS = 3;
    private static final int INPUTS = 90;
    private static final int LARGE = 100_000;
    private static final Duration KILLING = Duration.ofSeconds(50);
    private static final Duration AT_MOST = Duration.ofMinutes(2);
    @TempDir
    private Path folder;
    private long seed;
    private final GatewayProcess[] gateways = new GatewayProcess[GATEWAYS];
    private int lives;
    private int deaths;

    @BeforeEach
    void seed() {
        seed = Long.getLong("seed", System.nanoTime());
    }

    @Test
    void nothingIsLostOrRunTwiceWhateverDies() throws Exception {
        Random random = new Random(seed);
        try (BrokerProcess broker = new BrokerProcess(folder.resolve("broker")).start();
                Sandbox sandbox = new Sandbox(SandboxSettings.defaults().withPort(0)
                        .withRunTime(Duration.ofMillis(300)).withConcurrency(16)
                        .withListLag(Duration.ofMillis(60))).start();
                FaultyProxy proxy = new FaultyProxy(URI.create(sandbox.url()).getPort())) {
            // As over a network: so that many a death meets a request.
            proxy.slowDown(Duration.ofMillis(200));
            for (int i = 0; i < GATEWAYS; i++) {
                start(i, proxy.url(), broker.url());
            }
            live(random, proxy.url(), broker);
            account(sandbox, answers(broker));
            assertThat(deaths).as("kills of gateways that had submitted something").isPositive();
            System.out.println("ManyGatewaysIT: " + INPUTS + " inputs, " + deaths + " kills of gateways, 1 of the broker, "
                    + sandbox.runs().size() + " runs, " + lookedUp() + " looked for, -Dseed=" + seed);
        } finally {
            for (GatewayProcess gateway : gateways) {
                if (gateway != null) {
                    gateway.close();
                }
            }
        }
    }

    private void start(int number, String cloud, String broker) throws Exception {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("camel.main.profile", "jms");
        settings.put("nextmv.jms.url", broker);
        settings.put("nextmv.waiting.in", "jms:queue:nextmv.waiting");
        settings.put("nextmv.url", cloud);
        settings.put("nextmv.api-key", "sandbox");
        settings.put("nextmv.application-id", "proof");
        settings.put("nextmv.home", Files.createDirectories(folder.resolve("home-" + number)).toString());
        settings.put("nextmv.durability", "os");
        settings.put("nextmv.poll.initial-delay", "100ms");
        settings.put("nextmv.poll.delay", "100ms");
        settings.put("nextmv.poll.max-delay", "1s");
        settings.put("nextmv.submit.look-up-delay", "150ms");
        settings.put("nextmv.retry.delay", "50ms");
        settings.put("nextmv.retry.max-delay", "500ms");
        gateways[number] = GatewayProcess.start(folder, "gateway-" + ++lives, ClassArchive.jvm(), settings);
    }

    /** Inputs come all the time, and something dies all the time. */
    private void live(Random random, String cloud, BrokerProcess broker) throws Exception {
        Instant begun = Instant.now();
        Instant end = begun.plus(KILLING);
        boolean brokerHasDied = false;
        Bus bus = new Bus(broker.url());
        for (int sent = 0; sent < INPUTS || Instant.now().isBefore(end);) {
            boolean late = Instant.now().isAfter(begun.plus(KILLING.dividedBy(2)));
            if (late && !brokerHasDied) {
                brokerHasDied = true;
                bus.close();
                broker.kill();
                broker.start();
                bus = new Bus(broker.url());
            }
            for (int burst = random.nextInt(4); burst > 0 && sent < INPUTS; burst--) {
                bus.send("nextmv.inputs", input(sent).getBytes(StandardCharsets.UTF_8), Map.of("NextmvInput",
                        "input-" + sent + ".json"));
                sent++;
            }
            Thread.sleep(random.nextInt(1500));
            int number = random.nextInt(GATEWAYS);
            // Who has done nothing yet proves nothing by its death.
            if (Instant.now().isBefore(end) && gateways[number].log().contains(" is run ")) {
                gateways[number].kill();
                deaths++;
                start(number, cloud, broker.url());
            }
        }
        bus.close();
    }

    /** Each third one is so large that it waits apart from its ticket. */
    private static String input(int number) {
        String note = number % 3 == 0 ? "\"note\":\"" + "x".repeat(LARGE) + "\"," : "";
        return number % 9 == 0
                ? "{%s\"n\":%d,\"fail\":\"no vehicle is left\"}".formatted(note, number)
                : "{%s\"n\":%d,\"stops\":[{\"id\":\"a\",\"x\":0,\"y\":0},{\"id\":\"b\",\"x\":1,\"y\":%d}]}"
                        .formatted(note, number, number);
    }

    /** All answers there are, when nothing is on its way any more. */
    private List<Outcome> answers(BrokerProcess broker) {
        List<Outcome> answers = new ArrayList<>();
        Instant end = Instant.now().plus(AT_MOST);
        try (Bus bus = new Bus(broker.url())) {
            while (answers.size() < INPUTS && Instant.now().isBefore(end)) {
                Optional<Outcome> one = bus.answerWithin("nextmv.outputs", 200).or(() -> bus.answerWithin("nextmv.errors", 200));
                one.ifPresent(answers::add);
            }
            // And none too many.
            bus.answerWithin("nextmv.outputs", 2000).ifPresent(answers::add);
            bus.answerWithin("nextmv.errors", 500).ifPresent(answers::add);
            assertThat(bus.answerWithin("nextmv.waiting", 100)).as("what still waits").isEmpty();
            assertThat(bus.answerWithin("nextmv.waiting.inputs", 100)).as("an input without its ticket").isEmpty();
            assertThat(bus.answerWithin("nextmv.inputs", 100)).as("what was not taken").isEmpty();
        }
        return answers;
    }

    private void account(Sandbox sandbox, List<Outcome> answers) throws Exception {
        Map<String, Integer> runs = new TreeMap<>();
        for (RunView run : sandbox.runs()) {
            try (var input = sandbox.openInput(run.id()).orElseThrow()) {
                runs.merge(new String(input.readAllBytes(), StandardCharsets.UTF_8), 1, Integer::sum);
            }
        }
        Map<String, Outcome> answered = new TreeMap<>();
        answers.forEach(answer -> assertThat(answered.put(answer.input(), answer)).as("a second answer: %s", answer)
                .isNull());
        for (int i = 0; i < INPUTS; i++) {
            Outcome answer = answered.get("input-" + i + ".json");
            assertThat(answer).as("the answer of input %d, -Dseed=%d", i, seed).isNotNull();
            assertThat(answer.status()).as(answer.toString()).isEqualTo(i % 9 == 0 ? "failed" : "succeeded");
            assertThat(runs.get(input(i))).as("the runs of input %d, -Dseed=%d", i, seed).isEqualTo(1);
        }
        assertThat(sandbox.runs()).hasSize(INPUTS);
    }

    private long lookedUp() throws Exception {
        long looked = 0;
        for (int life = 1; life <= lives; life++) {
            looked += Files.readString(folder.resolve("gateway-" + life + ".log")).lines()
                    .filter(line -> line.contains("its run is looked for")).count();
        }
        return looked;
    }
}
