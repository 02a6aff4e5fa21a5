package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.deliver.Outcomes;
import io.camelnextmv.fixture.KafkaBroker;
import io.camelnextmv.proof.LineKiller.Place;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.sandbox.SandboxSettings;
import io.camelnextmv.store.TicketStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of a real Kafka, and a gateway that is killed between any two of its steps: one run each, and an answer. */
@Tag("proof")
class KafkaKilledIT {
    private static final Duration AT_MOST = Duration.ofMinutes(3);
    private static final int RECORDS = 60;
    private static final int PARTITIONS = 3;
    private static final String COMMITS = "io.camelnextmv.kafka.DoneRecords";
    /** Between tickets and their commit, behind the commit, and behind the sending of an answer. */
    private static final List<Place> PLACES = List.of(new Place(COMMITS, "commit", 8, 1),
            new Place(COMMITS, "add", 0, 12), new Place(COMMITS, "commit", 9, 1),
            new Place(Outcomes.class.getName(), "sent", 0, 1),
            new Place(TicketStore.class.getName(), "archive", 0, 5));
    @TempDir
    private Path folder;

    @Test
    void everyRecordHasOneRunAndAnAnswerHoweverOftenTheGatewayIsKilled() throws Exception {
        try (KafkaBroker broker = KafkaBroker.in(folder.resolve("broker")).start();
                Sandbox cloud = new Sandbox(SandboxSettings.defaults().withPort(0)
                        .withRunTime(Duration.ofMillis(50)).withConcurrency(8)).start()) {
            broker.create("nextmv.inputs", PARTITIONS, Map.of());
            List.of("nextmv.outputs", "nextmv.errors", "nextmv.canceled")
                    .forEach(topic -> broker.create(topic, PARTITIONS, Map.of()));
            profile();
            broker.send(IntStream.range(0, RECORDS).mapToObj(KafkaKilledIT::record).toList());
            long before = System.nanoTime();
            int kills = 0;
            for (Place place : PLACES) {
                kills += killedAt(place, broker, cloud, kills) ? 1 : 0;
            }
            try (GatewayProcess last = GatewayProcess.start(folder, "last", ClassArchive.jvm(), settings(broker, cloud))) {
                await().atMost(AT_MOST).failFast(() -> !last.isAlive()).until(() -> answers(broker).stream()
                        .map(ConsumerRecord::key).distinct().count() == RECORDS
                        && broker.committed("nextmv", "nextmv.inputs") == RECORDS
                        && Scene.list(folder.resolve("home/archive")).size() == RECORDS);
            }
            long took = (System.nanoTime() - before) / 1_000_000;

            assertThat(kills).isEqualTo(PLACES.size());
            assertThat(cloud.runs()).extracting(RunView::name).doesNotHaveDuplicates().hasSize(RECORDS);
            List<ConsumerRecord<String, byte[]>> answers = answers(broker);
            assertThat(tickets(answers)).hasSize(RECORDS);
            for (ConsumerRecord<String, byte[]> answer : answers) {
                boolean fails = answer.topic().equals("nextmv.errors");
                assertThat(fails).as(answer.key()).isEqualTo(number(answer) % 10 == 0);
                RunView run = cloud.run(KafkaBroker.header(answer, "NextmvRunId").orElseThrow()).orElseThrow();
                assertThat(run.name()).isEqualTo(answer.key());
                assertThat(run.description()).endsWith(KafkaBroker.header(answer, "NextmvTicket").orElseThrow());
                assertThat(answer.value()).isEqualTo(fails ? input(number(answer)).getBytes(StandardCharsets.UTF_8)
                        : cloud.openOutput(run.id()).orElseThrow().readAllBytes());
            }
            System.out.println("KafkaKilledIT: " + RECORDS + " records, " + kills + " kills, " + cloud.runs().size()
                    + " runs, " + answers.size() + " answers, " + took + " ms");
        }
    }

    @Test
    void aStopTakesSecondsWhileTheBrokerIsGone() throws Exception {
        try (KafkaBroker broker = KafkaBroker.in(folder.resolve("broker"));
                Sandbox cloud = new Sandbox(SandboxSettings.defaults().withPort(0).withRunTime(Duration.ZERO)).start()) {
            Path inbox = Files.createDirectories(folder.resolve("home/inbox"));
            try (GatewayProcess gateway = GatewayProcess.start(folder, "gateway", List.of(), settings(broker, cloud))) {
                Files.writeString(inbox.resolve("orders.json"), input(1));
                await().atMost(AT_MOST).until(() -> gateway.log().contains("cannot be sent"));
                gateway.terminate();

                assertThat(gateway.exitCode(Duration.ofSeconds(20))).isZero();
            }
        }
    }

    private boolean killedAt(Place place, KafkaBroker broker, Sandbox cloud, int number) throws Exception {
        GatewayProcess[] gateway = new GatewayProcess[1];
        try (LineKiller killer = new LineKiller(place, () -> gateway[0].kill())) {
            List<String> jvm = new ArrayList<>(ClassArchive.jvm());
            jvm.addAll(killer.jvm());
            gateway[0] = GatewayProcess.start(folder, "gateway-" + number, jvm, settings(broker, cloud));
            gateway[0].endsWithin(AT_MOST);
            gateway[0].kill();
            return killer.hasKilled();
        }
    }

    /** As it ships, but that a gateway that was killed is missed sooner. */
    private void profile() throws IOException {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("application-kafka.properties"),
                Files.readString(Path.of("config", "application-kafka.properties"))
                        + "\ncamel.component.kafka.sessionTimeoutMs = 2000\ncamel.component.kafka.heartbeatIntervalMs = 500\n");
    }

    private Map<String, String> settings(KafkaBroker broker, Sandbox cloud) {
        return Map.ofEntries(Map.entry("camel.main.profile", "kafka"), Map.entry("nextmv.kafka.brokers", broker.address()),
                Map.entry("nextmv.url", cloud.url()), Map.entry("nextmv.api-key", "sandbox"),
                Map.entry("nextmv.application-id", "proof"), Map.entry("nextmv.home", folder.resolve("home").toString()),
                Map.entry("nextmv.poll.initial-delay", "20ms"), Map.entry("nextmv.poll.delay", "20ms"),
                Map.entry("nextmv.poll.max-delay", "100ms"), Map.entry("nextmv.submit.look-up-delay", "30ms"),
                Map.entry("nextmv.retry.delay", "20ms"), Map.entry("nextmv.retry.max-delay", "100ms"),
                // So that the later kills find records that were not taken yet.
                Map.entry("nextmv.max-in-flight", "5"));
    }

    private static String input(int number) {
        return number % 10 == 0 ? "{\"n\":%d,\"fail\":\"no vehicle is left\"}".formatted(number)
                : "{\"n\":%d,\"stops\":[{\"id\":\"a\",\"x\":0,\"y\":0},{\"id\":\"b\",\"x\":%d,\"y\":1}]}".formatted(number,
                        number);
    }

    private static ProducerRecord<String, byte[]> record(int number) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>("nextmv.inputs", "key-" + number,
                input(number).getBytes(StandardCharsets.UTF_8));
        record.headers().add("NextmvName", ("key-" + number).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static int number(ConsumerRecord<String, byte[]> answer) {
        return Integer.parseInt(answer.key().substring("key-".length()));
    }

    private static List<ConsumerRecord<String, byte[]>> answers(KafkaBroker broker) {
        List<ConsumerRecord<String, byte[]>> answers = new ArrayList<>(broker.records("nextmv.outputs"));
        answers.addAll(broker.records("nextmv.errors"));
        return answers;
    }

    private static TreeSet<String> tickets(List<ConsumerRecord<String, byte[]>> answers) {
        return answers.stream().map(answer -> KafkaBroker.header(answer, "NextmvTicket").orElseThrow())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
