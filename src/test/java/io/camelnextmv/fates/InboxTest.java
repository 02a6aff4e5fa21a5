package io.camelnextmv.fates;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which files are taken, and when. */
class InboxTest extends GatewayTest {

    @Test
    void aFileThatIsStillBeingWrittenIsLeftAloneUntilItIsWhole() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.inbox.settle", "1h").start();
        Path file = gateway.inbox().resolve("orders.json");

        Files.writeString(file, "{\"stops\":[");
        gateway.drop("other.json", SQUARE.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        gateway.untilDone(1);
        Files.writeString(file, "]", StandardOpenOption.APPEND);
        gateway.drop("another.json", SQUARE.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        gateway.untilDone(2);
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("orders.json");
        Files.writeString(file, "}", StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3601)));
        gateway.untilDone(3);

        RunView run = cloud.runs().get(2);
        assertThat(cloud.openInput(run.id()).orElseThrow().readAllBytes()).asString().isEqualTo("{\"stops\":[]}");
    }

    @Test
    void filesThatAreBeingWrittenOrHiddenAreNotTaken() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        for (String name : new String[] {".hidden.json", "orders.json.tmp", "orders.part", "ORDERS.TMP", ".part"}) {
            gateway.drop(name, SQUARE);
        }
        Files.createDirectories(gateway.inbox().resolve("folder.json"));
        Files.writeString(gateway.inbox().resolve("folder.json").resolve("inner.json"), SQUARE);

        gateway.drop("later.json", SQUARE);
        gateway.untilDone(1);
        gateway.drop("latest.json", SQUARE);
        gateway.untilDone(2);

        assertThat(cloud.runs()).extracting(RunView::name).containsExactly("later.json", "latest.json");
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("ORDERS.TMP", "folder.json",
                "orders.json.tmp", "orders.part");
        assertThat(gateway.inbox().resolve(".hidden.json")).exists();
    }

    @Test
    void aFileThatLooksUnfinishedAndChangedMomentsAgoIsGivenTimeToBecomeWhole() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.inbox.settle", "1h").start();
        // The writer has paused for longer than the settle time, with half the file written.
        gateway.drop("orders.json", "{\"stops\":[".getBytes(StandardCharsets.UTF_8), Instant.now().minusSeconds(4000));
        gateway.until("it is taken", () -> GatewayFixture.names(gateway.inbox()).isEmpty());
        Path taken = gateway.work().resolve(gateway.ticketNames().get(0)).resolve("input").resolve("orders.json");
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();

        Files.writeString(taken, SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    @Test
    void aBurstOfFilesDoesNotWaitForOneAnother() {
        Sandbox cloud = cloud(quick());
        // Were they to wait for one another, 200 files would take 200 seconds.
        GatewayFixture gateway = gateway(cloud).with("nextmv.inbox.settle", "1s").start();

        for (int i = 0; i < 200; i++) {
            gateway.drop("orders-" + i + ".json", "{}".getBytes(StandardCharsets.UTF_8), Instant.now());
        }
        gateway.untilDone(200);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(200);
        assertThat(cloud.runs()).hasSize(200);
    }

    @Test
    void theOldestFilesAreTakenFirst() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.submit.concurrency", "1");
        Instant now = Instant.now();
        byte[] input = "{}".getBytes(StandardCharsets.UTF_8);
        gateway.drop("a.json", input, now.minusSeconds(100));
        gateway.drop("b.json", input, now.minusSeconds(300));
        gateway.drop("c.json", input, now.minusSeconds(200));

        gateway.start().untilDone(3);

        assertThat(cloud.runs()).extracting(RunView::name).containsExactly("b.json", "c.json", "a.json");
    }
}
