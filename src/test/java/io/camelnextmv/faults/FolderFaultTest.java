package io.camelnextmv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A folder that cannot be used is nobody's run's fault: it is waited for, and said. A file in the folder's place stands
 * for all that can keep one from writing; it holds for the superuser too.
 */
class FolderFaultTest extends GatewayTest {
    private Sandbox cloud;
    private FaultyCloud way;
    private GatewayFixture gateway;

    @BeforeEach
    void start() {
        cloud = cloud(quick());
        way = closed(new FaultyCloud(cloud));
        gateway = gateway(way.url()).start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"outbox", "archive"})
    void anOutputWaitsUntilTheFolderCanBeUsedAndIsNotFetchedAgain(String name) throws IOException {
        Path folder = home.resolve(name);
        Files.delete(folder);
        Files.createFile(folder);

        gateway.drop("orders.json", SQUARE);
        gateway.until("it was tried three times", () -> warnings() >= 3);
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(gateway.log().says("a folder or file cannot be used")).isTrue();
        assertThat(gateway.log().says(folder.toString())).as("says which one").isTrue();

        Files.delete(folder);
        Files.createDirectory(folder);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(gateway.outbox().resolve("orders.json")).hasBinaryContent(
                cloud.openOutput(cloud.runs().get(0).id()).orElseThrow().readAllBytes());
        assertThat(way.requests(Call.RESULT)).hasSize(1);
    }

    @Test
    void anOutboxThatIsGoneIsWaitedFor() throws IOException {
        Files.delete(gateway.outbox());

        gateway.drop("orders.json", SQUARE);
        gateway.until("it was tried three times", () -> warnings() >= 3);
        Files.createDirectory(gateway.outbox());
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(way.requests(Call.RESULT)).hasSize(1);
    }

    @Test
    void aReportWaitsUntilItsFolderCanBeUsed() throws IOException {
        Files.delete(gateway.errors());
        Files.createFile(gateway.errors());

        gateway.drop("orders.json", "no json");
        gateway.until("it was tried three times", () -> warnings() >= 3);
        Files.delete(gateway.errors());
        Files.createDirectory(gateway.errors());
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("orders.error.json", "orders.json");
    }

    @Test
    void aFileThatCannotBeClaimedStaysInTheInboxUntilItCan() throws IOException {
        gateway.drop("first.json", SQUARE);
        gateway.untilDone(1);
        Path aside = home.resolve("work-aside");
        Files.move(gateway.work(), aside);
        Files.createFile(gateway.work());

        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("The folder of the tickets cannot be looked through");
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("orders.json");
        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("ERROR"));

        Files.delete(gateway.work());
        Files.move(aside, gateway.work());
        gateway.untilDone(2);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("first.json", "orders.json");
        assertThat(cloud.runs()).hasSize(2);
    }

    @Test
    void anOutputThatIsDeliveredTwiceKeepsItsNameAndItsBytes() throws IOException {
        // The archive says no after the output was placed: everything before it is done again and again.
        Files.delete(gateway.archive());
        Files.createFile(gateway.archive());
        gateway.drop("orders.json", SQUARE);
        gateway.until("it is in the outbox", () -> GatewayFixture.names(gateway.outbox()).size() == 1);
        byte[] first = Files.readAllBytes(gateway.outbox().resolve("orders.json"));
        gateway.until("it was tried three times more", () -> warnings() >= 3);

        gateway.stop();
        Files.delete(gateway.archive());
        gateway.start().untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(gateway.outbox().resolve("orders.json")).hasBinaryContent(first);
    }

    private long warnings() {
        return gateway.log().lines().stream().filter(line -> line.startsWith("WARN")
                && line.contains("a folder or file cannot be used")).count();
    }
}
