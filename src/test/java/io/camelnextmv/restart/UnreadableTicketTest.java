package io.camelnextmv.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.PatientCloud;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A ticket that cannot be read is never run by guess: not twice, and not in another application. */
@Tag("proof")
class UnreadableTicketTest extends GatewayTest {

    /** What may be found where a ticket was. */
    enum Damage {
        EMPTY(""), NULL("null"), TORN("{\"id\":\"2026"), GARBAGE("\u0001\u0002 what"), ZEROS("\0".repeat(400)), A_LIST("[]"),
        OF_ANOTHER_TICKET("{\"id\":\"20261124-101500-zzzz-0009\",\"file\":\"copied.json\",\"state\":\"CLAIMED\","
                + "\"application_id\":\"routing\",\"claimed_at\":\"2026-11-24T10:15:00Z\"}"),
        DEEP("[".repeat(100_000)), GONE(null);

        private final String text;

        Damage(String text) {
            this.text = text;
        }

        void befall(Path ticket) throws IOException {
            if (text == null) {
                Files.delete(ticket);
            } else {
                Files.write(ticket, text.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRunOfAnotherApplicationIsGoneOnWithAfterARestart(Damage damage) throws Exception {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = gateway(cloud.url()).with("nextmv.inboxes", "night")
                .with("nextmv.inboxes.night.application-id", "packing").start();
        night(gateway);
        gateway.untilWaiting(1);
        gateway.stop();

        damage.befall(ticket(gateway));
        gateway.start();
        cloud.release();
        gateway.untilDone(1);

        assertThat(cloud.runs()).isEqualTo(1);
        assertThat(GatewayFixture.names(home.resolve("night/outbox"))).containsExactly("orders.json");
        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
        assertThat(gateway.log().says("it is rebuilt from its copy, and goes on from there")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"EMPTY", "OF_ANOTHER_TICKET", "GONE"})
    void aRunThatIsWaitedForIsGoneOnWithWithoutARestart(Damage damage) throws Exception {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = gateway(cloud.url()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);

        damage.befall(ticket(gateway));
        gateway.untilLogged("it is rebuilt from its copy");
        cloud.release();
        gateway.untilDone(1);

        assertThat(cloud.runs()).isEqualTo(1);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    @Test
    void whatASidecarHasSentToAnotherApplicationIsLookedForThere() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.meetAlways(Call.NEW_RUN, FaultyCloud.doneBut(com.github.tomakehurst.wiremock.client.WireMock.aResponse()
                .withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER)));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.submit.look-up-delay", "1h").start();
        gateway.drop("orders.json.nextmv.yaml", "application-id: packing\n");
        gateway.drop("orders.json", SQUARE);
        gateway.until("it may run", () -> cloud.runs().size() >= 1
                && "SUBMITTING".equals(gateway.ticket().path("state").asText()));
        gateway.stop();

        Damage.TORN.befall(ticket(gateway));
        way.mend();
        gateway.with("nextmv.submit.look-up-delay", "20ms").start().untilDone(1);

        assertThat(cloud.runs()).extracting(RunView::application).containsExactly("packing");
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    @ParameterizedTest
    @EnumSource(names = {"EMPTY", "GARBAGE", "GONE"})
    void withoutACopyItIsSetAsideWithAWordAndNotRunByGuess(Damage damage) throws Exception {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = gateway(cloud.url()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        gateway.stop();
        String name = gateway.ticketNames().get(0);
        Path ticket = ticket(gateway);

        Files.delete(ticket.resolveSibling("ticket.copy"));
        damage.befall(ticket);
        gateway.start();
        gateway.untilLogged("was moved to");
        gateway.drop("another.json", SQUARE);
        cloud.release();
        gateway.untilDone(1);

        assertThat(cloud.names()).hasSize(2).doesNotHaveDuplicates();
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("another.json");
        Path aside = gateway.work().resolve("set-aside").resolve(name);
        assertThat(aside.resolve("input/orders.json")).hasContent(SQUARE);
        assertThat(GatewayFixture.text(aside.resolve("why.txt"))).contains("cannot be read", "Look in the console", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "\"x\"", "{\"polls\":-7}", "{\"polls\":\"many\"}", "{\"reason\":null}",
        "{\"since\":null,\"newest\":null}"})
    void whatLiesBesideATicketAndCannotBeReadIsNone(String content) throws Exception {
        PatientCloud cloud = closed(PatientCloud.open());
        GatewayFixture gateway = gateway(cloud.url()).start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("it is waited for", () -> Files.exists(ticket(gateway).resolveSibling("progress.json")));
        gateway.stop();
        for (String file : new String[] {"progress.json", "cancel.json", "doubt.json"}) {
            Files.writeString(ticket(gateway).resolveSibling(file), content);
        }

        gateway.start();
        gateway.untilLogged("is no cancellation, and counts as none");
        cloud.release();
        gateway.untilDone(1);

        assertThat(cloud.runs()).isEqualTo(1);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(gateway.log().lines().stream().filter(line -> line.contains("counts as none"))).hasSize(1);
    }

    @Test
    void aRunCanStillBeCanceledThoughItsCancellationCannotBeRead() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        Files.writeString(ticket(gateway).resolveSibling("cancel.json"), "");
        gateway.untilLogged("counts as none");

        Files.createFile(home.resolve("control/cancel/orders.json"));
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("orders.error.json", "orders.json");
    }

    @Test
    void aReportIsDeliveredThoughSomebodyHasTakenItsInputAway() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        Files.delete(ticket(gateway).resolveSibling("input").resolve("orders.json"));

        Files.createFile(home.resolve("control/cancel/orders.json"));
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("orders.error.json");
    }

    private void night(GatewayFixture gateway) throws IOException {
        Path file = Files.writeString(home.resolve("dropping"), SQUARE);
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(Instant.now().minusSeconds(60)));
        Files.move(file, home.resolve("night/inbox/orders.json"));
    }

    private static Path ticket(GatewayFixture gateway) {
        return gateway.work().resolve(gateway.ticketNames().get(0)).resolve("ticket.json");
    }
}
