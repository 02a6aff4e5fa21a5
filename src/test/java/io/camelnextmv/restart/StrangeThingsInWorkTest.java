package io.camelnextmv.restart;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Whatever lies in work/: the gateway starts, says what it found, and works. */
class StrangeThingsInWorkTest extends GatewayTest {
    private Sandbox cloud;
    private FaultyCloud way;
    private GatewayFixture gateway;

    @BeforeEach
    void prepare() throws Exception {
        cloud = cloud(quick());
        way = closed(new FaultyCloud(cloud));
        gateway = gateway(way.url());
        Files.createDirectories(gateway.work());
    }

    @Test
    void filesThatAreNoTicketsAreSetAsideAndFoldersThatAreNotOursAreLeftAlone() throws Exception {
        Files.writeString(gateway.work().resolve("notes.txt"), "hello");
        Files.createDirectories(gateway.work().resolve("my folder").resolve("deep"));
        Files.createDirectories(gateway.work().resolve("20261124-101500-zzzz-0001"));
        Files.writeString(gateway.work().resolve("20261124-101500-zzzz-0002"), "a file with the name of a ticket");

        works();

        assertThat(GatewayFixture.names(gateway.work().resolve("set-aside")))
                .containsExactlyInAnyOrder("notes.txt", "20261124-101500-zzzz-0002");
        assertThat(gateway.work().resolve("my folder").resolve("deep")).isDirectory();
        assertThat(gateway.log().says("my folder is not a ticket, and is left alone")).isTrue();
        assertThat(gateway.work().resolve("set-aside").resolve("notes.txt")).hasContent("hello");
        assertThat(gateway.log().says("notes.txt was moved to")).isTrue();
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void aTornTicketWithoutACopyIsSetAsideAndNotRunByGuess() throws Exception {
        Path folder = gateway.work().resolve("20261124-101500-zzzz-0001");
        Files.createDirectories(folder.resolve("input"));
        Files.writeString(folder.resolve("input").resolve("torn.json"), SQUARE);
        Files.writeString(folder.resolve("ticket.json"), "{\"id\":\"20261124-101500-zzzz-0001\",\"file\":\"torn.js");

        works();

        assertThat(GatewayFixture.names(gateway.work().resolve("set-aside")))
                .containsExactly("20261124-101500-zzzz-0001");
        assertThat(gateway.log().says("20261124-101500-zzzz-0001 cannot be read")).isTrue();
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void aTornTicketWithoutAnInputIsSetAside() throws Exception {
        Path folder = gateway.work().resolve("20261124-101500-zzzz-0001");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("ticket.json"), "");

        works();

        assertThat(GatewayFixture.names(gateway.work().resolve("set-aside")))
                .containsExactly("20261124-101500-zzzz-0001");
    }

    @Test
    void aTicketOfAnotherNameIsSetAside() throws Exception {
        Path folder = gateway.work().resolve("20261124-101500-zzzz-0001");
        Files.createDirectories(folder.resolve("input"));
        Files.writeString(folder.resolve("input").resolve("copied.json"), SQUARE);
        Files.writeString(folder.resolve("ticket.json"), "{\"id\":\"20261124-101500-zzzz-0009\",\"file\":\"copied.json\","
                + "\"state\":\"claimed\",\"application_id\":\"routing\",\"claimed_at\":\"2026-11-24T10:15:00Z\"}");

        works();

        assertThat(GatewayFixture.names(gateway.work().resolve("set-aside")))
                .containsExactly("20261124-101500-zzzz-0001");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = {"NEW_RUN", "METADATA", "RESULT"})
    void aTicketThatSomebodyTakesAwayIsLetGoOf(Call at) throws Exception {
        gateway.start();
        way.meetAlways(at, aResponse().withFixedDelay(300).withStatus(503));
        gateway.drop("orders.json", SQUARE);
        gateway.until("a request is under way", () -> !way.requests(at).isEmpty());
        Path folder = gateway.work().resolve(gateway.ticketNames().get(0));
        Files.move(folder, home.resolve("taken-away"));

        gateway.untilLogged("is let go of");
        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("ERROR"));
        way.mend();

        gateway.drop("later.json", SQUARE);
        gateway.untilDone(1);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("later.json");
    }

    private void works() {
        gateway.start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }
}
