package io.camelnextmv.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a death leaves in work/ has somebody who takes it up, or away. */
@Tag("proof")
class LeftoversTest extends GatewayTest {
    private static final String MESSAGE = "message-0123456789abcdef0123456789abcdef";
    private Sandbox cloud;
    private GatewayFixture gateway;

    @BeforeEach
    void prepare() throws IOException {
        cloud = cloud(quick());
        gateway = gateway(cloud);
        Files.createDirectories(gateway.work());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasBeingMadeOrWasVisitingGoesWithItsGateway(boolean itsLockIsThere) throws Exception {
        for (String left : List.of(".adopting-zzzz-" + MESSAGE, ".adopting-zzzz-20261124-101500-zzzz-0001",
                ".visits-zzzz/" + MESSAGE)) {
            Files.createDirectories(gateway.work().resolve(left).resolve("input"));
            Files.writeString(gateway.work().resolve(left).resolve("input/orders.json"), SQUARE);
        }
        if (itsLockIsThere) {
            Files.createFile(gateway.work().resolve(".gateway-zzzz.lock"));
        }

        gateway.start();
        gateway.until("nothing but our own lock is left", () -> hidden().size() == 1);

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void aDeliveredTicketOfAMessageThatDoesNotSayWhoseItIsIsArchived() throws Exception {
        ticket("\"state\":\"DELIVERED\",\"delivered_as\":\"orders\",\"ending\":{\"fate\":\"OUTPUT\",\"status\":\"succeeded\","
                + "\"error\":\"\",\"what_to_do\":\"\",\"ended_at\":\"2026-11-24T10:16:00Z\",\"polls\":7,\"output_size\":10}");

        gateway.start().untilDone(1);

        assertThat(GatewayFixture.names(gateway.archive())).containsExactly(MESSAGE);
        assertThat(GatewayFixture.names(gateway.work())).isEmpty();
        assertThat(cloud.runs()).isEmpty();
    }

    @Test
    void anyOtherTicketOfAMessageThatDoesNotSayWhoseItIsIsTakenUpWhenNobodyHasClaimedIt() throws Exception {
        ticket("\"state\":\"CLAIMED\"");

        gateway.start().untilDone(1);

        assertThat(cloud.runs()).hasSize(1);
        assertThat(GatewayFixture.names(gateway.archive())).containsExactly(MESSAGE);
    }

    @Test
    void whatIsHalfWrittenGoesNotIntoTheArchive() throws Exception {
        ticket("\"state\":\"CLAIMED\"");
        Files.writeString(gateway.work().resolve(MESSAGE).resolve("gateway"), "zzzz");
        Files.writeString(gateway.work().resolve(MESSAGE).resolve(".ticket.json.part"), "{\"id\"");
        Files.writeString(gateway.work().resolve(MESSAGE).resolve(".cancel.json.part"), "{");

        gateway.start().untilDone(1);
        gateway.until("it is as it stays", () -> !Files.exists(gateway.archive().resolve(MESSAGE).resolve("gateway")));

        assertThat(FileTree.names(gateway.archive().resolve(MESSAGE))).containsExactly("input", "ticket.json");
    }

    @Test
    void aLockThatIsAFolderIsSpokenOfOnceAndHoldsUpNobody() throws Exception {
        Files.createDirectories(gateway.work().resolve(".gateway-zzzz.lock/full"));
        Files.writeString(gateway.work().resolve("a-stray-file"), "");

        gateway.start();
        gateway.untilLogged("The tickets of gateway zzzz cannot be taken up at the moment");
        // Each of these needs looks of its own.
        for (int i = 0; i < 2; i++) {
            Files.writeString(gateway.work().resolve("a-stray-file"), "again");
            gateway.until("it was set aside", () -> !Files.exists(gateway.work().resolve("a-stray-file")));
        }
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.log().lines().stream().filter(line -> line.contains("gateway zzzz cannot be taken up")))
                .hasSize(1);
        assertThat(gateway.log().lines().stream().filter(line -> line.contains("a-stray-file was moved to"))).hasSize(1);
        assertThat(GatewayFixture.names(gateway.work().resolve("set-aside"))).hasSizeGreaterThanOrEqualTo(3);
    }

    private void ticket(String rest) throws IOException {
        Path folder = gateway.work().resolve(MESSAGE);
        Files.createDirectories(folder.resolve("input"));
        Files.writeString(folder.resolve("input/orders.json"), SQUARE);
        Files.writeString(folder.resolve("ticket.json"), "{\"id\":\"" + MESSAGE + "\",\"file\":\"orders.json\","
                + "\"application_id\":\"routing\",\"claimed_at\":\"2026-11-24T10:15:00Z\"," + rest + "}");
    }

    private List<String> hidden() {
        return FileTree.names(gateway.work()).stream().filter(name -> name.startsWith(".")).toList();
    }
}
