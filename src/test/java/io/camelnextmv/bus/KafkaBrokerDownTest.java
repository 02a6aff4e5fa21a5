package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.KafkaBroker;
import io.camelnextmv.fixture.PatientCloud;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that cannot be reached is waited for, by inputs and by answers. */
@Tag("proof")
class KafkaBrokerDownTest extends KafkaTest {
    /** Shorter than the 15 s for which a record is tried, and longer than a machine stands still. */
    private static final Duration QUICK = Duration.ofSeconds(14);
    @TempDir
    private Path folder;
    private KafkaBroker broker;
    private Sandbox cloud;
    private GatewayFixture gateway;

    @Override
    KafkaBroker broker() {
        if (broker == null) {
            broker = KafkaBroker.in(folder).start();
        }
        return broker;
    }

    @BeforeEach
    void open() {
        cloud = cloud(quick());
        gateway = gateway(cloud).with("camel.component.kafka.maxBlockMs", "1000");
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void aBrokerThatIsNotThereAtTheStartIsWaitedFor() {
        send("before", SQUARE, Map.of());
        broker().stop();

        gateway.start();
        gateway.drop("orders.json", SQUARE);
        untilAnswersWait();
        broker().start();

        assertThat(until(gateway, 2, outputs())).hasSize(2);
        gateway.untilDone(2);
        nothingUnexpected();
    }

    @Test
    void answersAndInputsWaitWhileTheBrokerIsGone() {
        gateway.start();
        send("before", SQUARE, Map.of());
        gateway.untilDone(1);
        broker().stop();

        gateway.drop("orders.json", SQUARE);
        gateway.drop("words.json", "no JSON");
        untilAnswersWait();
        assertThat(gateway.ticketNames()).hasSize(2);
        broker().start();
        gateway.untilDone(3);
        send("after", SQUARE, Map.of());
        gateway.untilDone(4);

        assertThat(cloud.runs()).hasSize(3);
        assertThat(broker().records(outputs())).extracting(record -> header(record, "NextmvTicket"))
                .doesNotHaveDuplicates().hasSize(3);
        assertThat(broker().records(errors())).hasSize(1);
        nothingUnexpected();
    }

    @Test
    void aStopIsQuickWhileTheBrokerIsGoneAndTheAnswerIsSentByTheNextStart() {
        gateway.start();
        send("a", SQUARE, Map.of());
        gateway.untilDone(1);
        broker().stop();
        gateway.drop("orders.json", SQUARE);
        untilAnswersWait();

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::stop);
        await("the stop").atMost(QUICK).until(stopped::isDone);

        broker().start();
        gateway.start();
        gateway.untilDone(2);
        assertThat(broker().records(outputs())).hasSize(2);
        assertThat(cloud.runs()).hasSize(2);
    }

    /** What was fetched is taken even then; its commit fails, and it is delivered again, and all that is behind it. */
    @Test
    void nothingIsLostBehindACommitThatFails() {
        PatientCloud slow = closed(PatientCloud.open());
        gateway = gateway(slow.url()).with("nextmv.max-in-flight", "10")
                .with("nextmv.outputs.to", "direct:nextmv-to-folder").start();
        broker().send(IntStream.range(0, 30).mapToObj(i -> record("key", SQUARE, Map.of())).toList());
        gateway.until("ten runs go on", () -> slow.asked() == 10);
        untilCommitted(gateway, 10);
        broker().stop();

        slow.release();
        gateway.until("more are taken", () -> slow.runs() > 10);
        gateway.until("a commit has failed", () -> gateway.log().says("caught by thread"));
        broker().start();
        gateway.untilDone(30);

        untilCommitted(gateway, 30);
        assertThat(slow.runs()).isEqualTo(30);
        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(30);
    }

    private void untilAnswersWait() {
        gateway.until("an answer is tried again", () -> gateway.log().lines().stream()
                .anyMatch(line -> line.startsWith("INFO") && line.contains("cannot be sent") && line.contains("trying again")));
    }

    private void nothingUnexpected() {
        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("ERROR"));
    }
}
