package io.camelnextmv.endings;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.BeforeStep;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are taken, and when. */
class InboxTest extends GatewayTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-5S", "PT5S", "PT-2H", "PT2H"})
    void aFileThatIsStillBeingWrittenIsLeftAloneWhateverTheClockOfItsServerSays(Duration off) throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);
        Path file = Files.createDirectories(gateway.inbox()).resolve("orders.json");
        Files.writeString(file, "{\"stops\":[]}");
        AtomicBoolean written = new AtomicBoolean();
        BeforeStep.of("nextmv-pick-up", gateway, look -> {
            synchronized (written) {
                if (!written.get()) {
                    // It is whole JSON all the time: only that it changes tells.
                    Files.writeString(file, " ", StandardOpenOption.APPEND);
                    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(off)));
                }
            }
        });
        gateway.start();

        gateway.drop("other.json", SQUARE);
        gateway.untilDone(1);
        byte[] whole;
        synchronized (written) {
            assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("orders.json");
            whole = Files.readAllBytes(file);
            written.set(true);
        }
        gateway.untilDone(2);

        RunView run = cloud.runs().get(1);
        assertThat(cloud.openInput(run.id()).orElseThrow().readAllBytes()).asString().isEqualToIgnoringWhitespace(
                new String(whole, StandardCharsets.UTF_8));
        assertThat(Files.size(gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(1))
                .resolve("input").resolve("orders.json"))).isEqualTo(whole.length);
    }

    @Test
    void filesThatAreBeingWrittenOrHiddenAreNotTaken() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.inbox.ignore", "x, *.BAK").start();
        for (String name : new String[] {".hidden.json", "orders.json.tmp", "orders.part", "ORDERS.TMP", ".part", "orders.json.filepart",
            "plan.csv.1a2b.partial", "~$book.xlsx", "Thumbs.db", "mine.bak"}) {
            gateway.drop(name, SQUARE);
        }
        Files.createDirectories(gateway.inbox().resolve("folder.json"));
        Files.writeString(gateway.inbox().resolve("folder.json").resolve("inner.json"), SQUARE);

        gateway.drop("later.json", SQUARE);
        gateway.untilDone(1);
        gateway.drop("latest.json", SQUARE);
        gateway.untilDone(2);

        assertThat(cloud.runs()).extracting(RunView::name).containsExactly("later.json", "latest.json");
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("ORDERS.TMP", "Thumbs.db", "folder.json",
                "mine.bak", "orders.json.filepart", "orders.json.tmp", "orders.part", "plan.csv.1a2b.partial",
                "~$book.xlsx");
        assertThat(gateway.inbox().resolve(".hidden.json")).exists();
    }

    @Test
    void aFileThatLooksUnfinishedAndChangedMomentsAgoIsGivenTimeToBecomeWhole() throws Exception {
        GatewayFixture gateway = gateway(cloud(quick()));
        atItsSecondLook(gateway, input -> Files.writeString(input, SQUARE));
        gateway.start();

        // The writer has paused for longer than the settle time, with half the file written.
        gateway.drop("orders.json", "{\"stops\":[".getBytes(StandardCharsets.UTF_8), Instant.now().minusSeconds(4000));
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    /** Goes on with an input that was taken. */
    private interface Writer {
        void goOn(Path input) throws Exception;
    }

    /** The first look at an input meets it as it was taken; before the second one somebody goes on writing. */
    private static void atItsSecondLook(GatewayFixture gateway, Writer writer) {
        AtomicInteger looks = new AtomicInteger();
        BeforeStep.of("nextmv-prepare", gateway, look -> {
            if (looks.incrementAndGet() == 2) {
                Path input = gateway.work().resolve(gateway.ticketNames().get(0)).resolve("input");
                writer.goOn(input.resolve(GatewayFixture.names(input).get(0)));
            }
        });
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

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "b.xlsx", "c.txt", "d.zip", "e.json", "f.tar.gz", "g.tgz", "h"})
    void anEmptyFileOfAnyKindComesBackWithAReport(String name) {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop(name, "");
        gateway.untilDone(1);

        assertThat(cloud.runs()).isEmpty();
        String report = GatewayFixture.names(gateway.errors()).stream().filter(file -> file.endsWith(".error.json"))
                .findFirst().orElseThrow();
        assertThat(GatewayFixture.json(gateway.errors().resolve(report)).path("error").asText())
                .isEqualTo("The file is empty.");
        assertThat(GatewayFixture.json(gateway.errors().resolve(report)).path("status").asText()).isEqualTo("rejected");
        assertThat(gateway.errors().resolve(name)).isEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "b.xlsx", "c.txt"})
    void anEmptyFileThatIsFilledThroughTheSameHandleIsRunWithAllThatItHolds(String name) throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);
        try (OutputStream writer = Files.newOutputStream(Files.createDirectories(gateway.inbox()).resolve(name))) {
            atItsSecondLook(gateway, input -> writer.write("all\n".repeat(100).getBytes(StandardCharsets.UTF_8)));
            gateway.start().untilDone(1);
        }

        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(cloud.runs()).hasSize(1);
        assertThat(Files.size(gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0))
                .resolve("input").resolve(name))).isEqualTo(400);
    }

    @Test
    void allThatLayInErrorsIsTriedAgainWhenItIsMovedBackButTheReportsAreNoInputs() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.deliver.logs", "always")
                .with("nextmv.deliver.extras", "beside").start();
        gateway.drop("orders.json.nextmv.yaml", "options: {seed: 7}");
        gateway.drop("orders.json", "{\"fail\":\"not today\"}");
        gateway.drop("plain.json", "no json");
        gateway.untilDone(2);
        List<String> came = GatewayFixture.names(gateway.errors());
        assertThat(came).containsExactly("orders.error.json", "orders.json", "orders.json.nextmv.yaml",
                "orders.logs.txt", "plain.error.json", "plain.json");

        // A sidecar before its input, which is run without otherwise.
        for (String name : List.of("orders.json.nextmv.yaml", "orders.error.json", "orders.json", "orders.logs.txt",
                "plain.error.json", "plain.json")) {
            Files.move(gateway.errors().resolve(name), gateway.inbox().resolve(name));
        }
        // The user's own, however they are called.
        gateway.drop("mine.error.json", SQUARE);
        gateway.drop("mine.logs.txt", "a text");
        gateway.untilDone(6);

        assertThat(cloud.runs()).extracting(RunView::name).containsExactlyInAnyOrder("orders.json", "orders.json",
                "mine.error.json", "mine.logs.txt");
        assertThat(cloud.runs()).filteredOn(run -> run.name().equals("orders.json")).extracting(RunView::options)
                .containsOnly(Map.of("seed", "7"));
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("orders.error.json", "orders.logs.txt",
                "plain.error.json");
        assertThat(GatewayFixture.names(gateway.errors())).containsExactlyElementsOf(came);
        gateway.untilLogged("it is an error report of this gateway");
    }

    @Test
    void anInboxThatIsAwayForAWhileCostsNothingButTime() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        gateway.drop("first.json", SQUARE);
        gateway.untilDone(1);
        Path aside = home.resolve("aside");
        Files.move(gateway.inbox(), aside);
        gateway.untilLogged("cannot be looked into");
        Files.writeString(aside.resolve("second.json"), SQUARE);

        Files.move(aside, gateway.inbox());
        gateway.untilDone(2);

        assertThat(cloud.runs()).extracting(RunView::name).containsExactly("first.json", "second.json");
        assertThat(gateway.log().lines().stream().filter(line -> line.contains("cannot be looked into"))).hasSize(1);
        assertThat(gateway.log().says("can be looked into again")).isTrue();
    }

    @Test
    void anInputThatBecameALinkBehindTheClaimIsNotRead() throws Exception {
        Sandbox cloud = cloud(quick());
        Path secret = Files.writeString(home.resolve("secret"), SQUARE);
        GatewayFixture gateway = gateway("http://127.0.0.1:1").start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("it is claimed", () -> gateway.ticketNames().size() == 1
                && GatewayFixture.names(gateway.inbox()).isEmpty());
        gateway.close();
        Path taken = gateway.work().resolve(gateway.ticketNames().get(0)).resolve("input").resolve("orders.json");
        Files.delete(taken);
        Files.createSymbolicLink(taken, secret);

        GatewayFixture again = gateway(cloud).start();
        again.untilDone(1);

        assertThat(cloud.runs()).isEmpty();
        assertThat(GatewayFixture.json(again.errors().resolve("orders.error.json")).path("error").asText())
                .contains("is a link");
        assertThat(again.errors().resolve("orders.json")).isSymbolicLink();
    }

    @Test
    void whatALinkBesideAnInputLeadsToIsNeverReadAndTheInputWaitsForTheFileItself() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Path secret = Files.writeString(home.resolve("secret"), "options: {seed: 7}");
        Path link = Files.createSymbolicLink(gateway.inbox().resolve("orders.json.nextmv.yaml"), secret);
        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("orders.json stays in the inbox");
        gateway.drop("other.json", SQUARE);
        gateway.untilDone(1);
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("orders.json", "orders.json.nextmv.yaml");

        // In one step: between a removal and the writing it would be run without.
        Files.move(Files.writeString(home.resolve("aside"), "options: {seed: 8}"), link, StandardCopyOption.ATOMIC_MOVE);
        gateway.untilDone(2);

        assertThat(cloud.runs().get(1).options()).isEqualTo(Map.of("seed", "8"));
    }
}
