package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.PatientCloud;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An offset is committed when the tickets are on disk; what is delivered again has its ticket already. */
@Tag("proof")
class KafkaNothingLostTest extends KafkaTest {

    @Test
    void aRecordThatIsDeliveredAgainAfterItsAnswerMakesNoSecondTicket() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        send("a", SQUARE, Map.of());
        send("b", "no JSON", Map.of());
        send("c", null, Map.of());
        gateway.untilDone(3);
        untilCommitted(gateway, 3);

        gateway.stop();
        broker().rewind(GROUP, inputs());
        gateway.start();
        send("d", SQUARE, Map.of());
        gateway.untilDone(4);
        untilCommitted(gateway, 4);

        assertThat(cloud.runs()).hasSize(2);
        assertThat(GatewayFixture.names(gateway.archive())).hasSize(4);
        assertThat(broker().records(outputs())).hasSize(2);
        assertThat(broker().records(errors())).hasSize(2);
    }

    @Test
    void aRecordThatIsDeliveredAgainWhileItsRunGoesOnMakesNoSecondTicket() {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = gateway(cloud.url()).start();
        send("a", SQUARE, Map.of());
        gateway.until("its run goes on", () -> cloud.asked() == 1);
        untilCommitted(gateway, 1);

        gateway.stop();
        broker().rewind(GROUP, inputs());
        gateway.start();
        send("b", SQUARE, Map.of());
        gateway.until("a second run goes on", () -> cloud.asked() == 2);
        untilCommitted(gateway, 2);
        cloud.release();
        gateway.untilDone(2);

        assertThat(cloud.runs()).isEqualTo(2);
        assertThat(until(gateway, 2, outputs())).extracting(record -> record.key()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatOneGatewayCannotTakeAnotherOneOfTheGroupDoes() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture full = gateway(cloud).start();
        send("a", SQUARE, Map.of());
        full.untilDone(1);
        untilCommitted(full, 1);
        Path aside = home.resolve("work-aside");
        Files.move(full.work(), aside);
        Files.createFile(full.work());
        send("b", SQUARE, Map.of());
        full.untilLogged("The folder of the tickets cannot be looked through");

        GatewayFixture other = gateway(home.resolve("other"), cloud.url()).start();
        other.untilDone(1);
        untilCommitted(other, 2);

        Files.delete(full.work());
        Files.move(aside, full.work());
        send("c", SQUARE, Map.of());
        assertThat(until(full, 3, outputs())).extracting(record -> record.key()).containsExactlyInAnyOrder("a", "b", "c");
        untilCommitted(full, 3);
        assertThat(cloud.runs()).hasSize(3);
    }

    @Test
    void recordsWaitInTheirOrderUntilTheirTicketsCanBeWritten() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.submit.concurrency", "1").start();
        send("first", SQUARE, Map.of("NextmvName", "0"));
        gateway.untilDone(1);
        untilCommitted(gateway, 1);
        Path aside = home.resolve("work-aside");
        Files.move(gateway.work(), aside);
        Files.createFile(gateway.work());

        for (int i = 1; i < 4; i++) {
            send("key", SQUARE, Map.of("NextmvName", Integer.toString(i)));
        }
        // By a record that was tried, or by the look for what others have left: then none is tried any more.
        gateway.until("it was noticed", () -> gateway.log().lines().stream()
                .anyMatch(line -> line.startsWith("WARN") && line.contains(gateway.work().toString())));
        assertThat(committed()).isEqualTo(1);
        assertThat(broker().records(errors())).isEmpty();

        Files.delete(gateway.work());
        Files.move(aside, gateway.work());
        gateway.untilDone(4);
        untilCommitted(gateway, 4);

        assertThat(cloud.runs().stream().sorted(java.util.Comparator.comparing(RunView::created)).map(RunView::name))
                .containsExactly("0", "1", "2", "3");
        assertThat(broker().records(outputs())).hasSize(4);
        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("ERROR"));
    }

    /** To this one alone: what is behind it in its partition must wait, and its offset must not be committed. */
    @Test
    void aRecordWhoseTicketCannotBeWrittenIsNotLetGoOf() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Path inTheWay = gateway.inTheWayOf("stuck");
        send("a", SQUARE, Map.of("NextmvMessageId", "stuck", "NextmvName", "first"));
        send("b", SQUARE, Map.of("NextmvName", "second"));

        gateway.until("it was tried again and again", () -> gateway.countTries() >= 3);
        assertThat(cloud.runs()).isEmpty();
        Files.delete(inTheWay);
        gateway.untilDone(2);
        untilCommitted(gateway, 2);

        assertThat(cloud.runs().stream().map(RunView::name)).containsExactlyInAnyOrder("first", "second");
        assertThat(broker().records(errors())).isEmpty();
    }
}
