package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.PatientCloud;
import io.camelnextmv.retry.RedeliveryDelay;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * The volume of the home is away for a while, and comes back: that costs nothing but time. A rename stands for all that can
 * take a folder away from under a gateway; what is found in its place meanwhile is nobody's home.
 */
@Tag("proof")
class HomeAwayTest extends GatewayTest {
    private static final String AWAY = "is not there, or is not the one that this gateway works on";

    @BeforeEach
    void listen() {
        // What each ticket meets is not said aloud.
        ((Logger) LoggerFactory.getLogger(RedeliveryDelay.class)).setLevel(Level.DEBUG);
    }

    @AfterEach
    void listenNoMore() {
        ((Logger) LoggerFactory.getLogger(RedeliveryDelay.class)).setLevel(null);
    }

    /** What is found where the home was. */
    enum InItsPlace {
        NOTHING, AN_EMPTY_FOLDER, EMPTY_FOLDERS_OF_ITS_NAMES, ANOTHER_HOME
    }

    @ParameterizedTest
    @EnumSource
    void runsThatAreWaitedForAreNotLetGoOf(InItsPlace place) throws Exception {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = at(cloud.url()).start();
        for (int i = 0; i < 3; i++) {
            gateway.drop("orders" + i + ".json", SQUARE);
        }
        gateway.until("all are waited for", () -> waiting(gateway) == 3);

        takeAway(place);
        List<Path> before = everything();
        gateway.until("each has met it", () -> met(gateway) == 3);
        gateway.untilLogged("The folder of the tickets cannot be looked through");
        cloud.release();
        assertThat(everything()).as("nothing is written to what is no home").isEqualTo(before);
        assertThat(cloud.runs()).isEqualTo(3);
        bringBack();
        gateway.untilDone(3);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders0.json", "orders1.json", "orders2.json");
        assertThat(cloud.runs()).isEqualTo(3);
        assertThat(gateway.log().says("it is let go of")).isFalse();
        gateway.untilLogged("The folder of the tickets can be looked through again");
    }

    @Test
    void aRunThatIsStartedMeanwhileIsFoundAndNotStartedAgain() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.meet(Call.NEW_RUN, 1, FaultyCloud.doneButHeldBack(aResponse().withStatus(200)
                .withBody("{\"run_id\":\"an-answer-that-nobody-can-write-down\"}")));
        GatewayFixture gateway = at(way.url()).with("nextmv.http.response-timeout", "60s").start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("its run was started", () -> cloud.runs().size() == 1 && way.heldBack() == 1);

        takeAway(InItsPlace.AN_EMPTY_FOLDER);
        List<Path> before = everything();
        way.letGo();
        gateway.until("the answer has come", () -> met(gateway) == 1);
        assertThat(everything()).isEqualTo(before);
        bringBack();
        gateway.untilDone(1);

        assertThat(cloud.runs()).hasSize(1);
        assertThat(gateway.outbox().resolve("orders.json")).hasBinaryContent(
                cloud.openOutput(cloud.runs().get(0).id()).orElseThrow().readAllBytes());
        assertThat(gateway.log().says("it is let go of")).isFalse();
    }

    @Test
    void anOutputThatComesMeanwhileIsDeliveredOnce() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.meet(Call.RESULT, 1, FaultyCloud.heldBack(aResponse().withStatus(200).withHeader("Content-Type",
                "application/json").withBody("{\"output\":{\"of\":\"a slow answer\"}}")));
        GatewayFixture gateway = at(way.url()).with("nextmv.http.response-timeout", "60s").start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("its output is asked for", () -> way.heldBack() == 1);

        takeAway(InItsPlace.AN_EMPTY_FOLDER);
        List<Path> before = everything();
        way.letGo();
        gateway.until("its output has come", () -> met(gateway) == 1);
        assertThat(everything()).isEqualTo(before);
        bringBack();
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void nothingIsTakenMeanwhileAndTheTicketsOfAnotherHomeAreNotTakenUp() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = at(cloud.url()).start();
        gateway.drop("first.json", SQUARE);
        gateway.untilDone(1);

        takeAway(InItsPlace.ANOTHER_HOME);
        Files.createDirectories(data().resolve("inbox"));
        Files.writeString(data().resolve("inbox/stray.json"), SQUARE);
        Files.createDirectories(data().resolve("archive"));
        List<Path> before = everything();
        gateway.untilLogged("The folder of the tickets cannot be looked through");
        assertThat(everything()).isEqualTo(before);
        assertThat(cloud.runs()).hasSize(1);
        bringBack();
        gateway.drop("second.json", SQUARE);
        gateway.untilDone(2);

        assertThat(cloud.runs()).hasSize(2);
        assertThat(aside("stands-in").resolve("inbox/stray.json")).exists();
    }

    @Test
    void aTicketThatSomebodyRemovesIsLetGoOfAllTheSame() throws Exception {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = at(cloud.url()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("it is waited for", () -> waiting(gateway) == 1);

        Files.move(gateway.work().resolve(gateway.ticketNames().get(0)), aside("removed"));

        gateway.untilLogged("is not in work/ any more: it is let go of");
    }

    private GatewayFixture at(String url) {
        return closed(new GatewayFixture(data(), url));
    }

    private Path data() {
        return home.resolve("data");
    }

    private Path aside(String name) {
        return home.resolve(name);
    }

    /** How many tickets have met it. */
    private static long met(GatewayFixture gateway) {
        return gateway.log().lines().stream().filter(line -> line.contains(AWAY) && line.contains("; trying again in"))
                .map(line -> line.substring(0, line.indexOf(": "))).distinct().count();
    }

    private static long waiting(GatewayFixture gateway) {
        return gateway.ticketNames().stream().filter(name -> Files.exists(gateway.work().resolve(name)
                .resolve("progress.json"))).count();
    }

    private void takeAway(InItsPlace place) throws IOException {
        Files.move(data(), aside("away"), StandardCopyOption.ATOMIC_MOVE);
        switch (place) {
            case NOTHING -> { }
            case AN_EMPTY_FOLDER -> Files.createDirectory(data());
            case EMPTY_FOLDERS_OF_ITS_NAMES -> {
                for (String name : List.of("inbox", "outbox", "errors", "canceled", "archive", "work", "control/cancel")) {
                    Files.createDirectories(data().resolve(name));
                }
            }
            case ANOTHER_HOME -> {
                Path ticket = data().resolve("work/20261124-101500-zzzz-0001");
                Files.createDirectories(ticket.resolve("input"));
                Files.writeString(ticket.resolve("input/theirs.json"), SQUARE);
                Files.writeString(ticket.resolve("ticket.json"), "{\"id\":\"20261124-101500-zzzz-0001\",\"file\":\"theirs.json\","
                        + "\"state\":\"CLAIMED\",\"application_id\":\"routing\",\"claimed_at\":\"2026-11-24T10:15:00Z\"}");
                Files.writeString(data().resolve("work/notes.txt"), "theirs");
                Files.createFile(data().resolve("work/.gateway-zzzz.lock"));
            }
        }
    }

    private void bringBack() throws IOException {
        if (Files.exists(data())) {
            Files.move(data(), aside("stands-in"), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(aside("away"), data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What is found where the home was. */
    private List<Path> everything() {
        return FileTree.all(data());
    }
}
