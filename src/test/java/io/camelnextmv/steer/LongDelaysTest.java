package io.camelnextmv.steer;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.TicketName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A long delay of a check is slept without an exchange, and a look that has named the run meanwhile is as good as a check. */
class LongDelaysTest extends GatewayTest {
    private static final int RUNS = 20;

    private static int checks(GatewayFixture gateway) {
        TicketStore tickets = gateway.gateway().main().lookup("nextmvTickets", TicketStore.class);
        return gateway.ticketNames().stream().mapToInt(name -> tickets.notes().progress(new TicketName(name)).polls()).min()
                .orElse(0);
    }

    /** The one that looks is all that there is. */
    private static void untilNoExchangeWaits(GatewayFixture gateway) {
        gateway.until("no exchange waits but the one that looks into the queue", () -> gateway.gateway().main()
                .getCamelContext().getInflightRepository().size() <= 1);
    }

    private static GatewayFixture waiting(GatewayFixture gateway) {
        gateway.start();
        for (int i = 0; i < RUNS; i++) {
            gateway.drop("orders-" + i + ".json", "{}");
        }
        gateway.untilWaiting(RUNS);
        untilNoExchangeWaits(gateway);
        return gateway;
    }

    private static void cancel(Sandbox cloud, Predicate<RunView> which) {
        cloud.runs().stream().filter(which).forEach(run -> Cloud.cancel(cloud, run.id()));
    }

    @Test
    void whatWaitsHasNoExchangeAndIsCheckedByLooksWithoutARequestOrTheDisk() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = waiting(gateway(cloud));
        gateway.until("looks tell of all", () -> checks(gateway) > 2);
        gateway.until("each was asked for by itself for the last time", () -> {
            long asked = cloud.requests(Endpoint.RUN_METADATA);
            int before = checks(gateway);
            gateway.until("all are checked again", () -> checks(gateway) > before);
            return cloud.requests(Endpoint.RUN_METADATA) == asked;
        });
        Path record = gateway.work().resolve(gateway.ticketNames().get(0)).resolve("ticket.json");
        Path elsewhere = Files.move(record, home.resolve("elsewhere.json"));
        int before = checks(gateway);

        gateway.until("they are checked on and on", () -> checks(gateway) > before + 3);

        assertThat(record).as("what nobody read was not mended").doesNotExist();
        Files.move(elsewhere, record);
        cancel(cloud, run -> true);
        gateway.untilDone(RUNS);
        assertThat(GatewayFixture.names(gateway.canceled())).hasSize(2 * RUNS);
    }

    @Test
    void whoseRunShallBeCanceledIsWokenAndAskedForByItself() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = waiting(gateway(cloud));

        gateway.gateway().main().getCamelContext().createProducerTemplate().sendBodyAndHeader(
                "direct:nextmv-cancel", "", "NextmvCancel", cloud.runs().get(0).id());

        gateway.untilDone(1);
        assertThat(GatewayFixture.names(gateway.canceled())).hasSize(2);
        assertThat(gateway.ticketNames()).hasSize(RUNS - 1);
    }

    @Test
    void aRunThatLooksNameForEverIsGivenUpWhenItsTimeIsUp() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = waiting(gateway(cloud).with("nextmv.poll.max-duration", "4s"));

        gateway.untilDone(RUNS);

        assertThat(GatewayFixture.json(gateway.errors().resolve("orders-7.error.json")).path("status").asText())
                .isEqualTo("timed_out");
    }

    @Test
    void aRunThatLooksNameForEverIsGivenUpAfterSoManyChecks() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).with("nextmv.poll.max-tries", "12").start();
        for (int i = 0; i < RUNS; i++) {
            gateway.drop("orders-" + i + ".json", "{}");
        }

        gateway.untilDone(RUNS);

        assertThat(GatewayFixture.json(gateway.errors().resolve("orders-7.error.json")).path("polls").asInt()).isEqualTo(12);
    }

    /** What the disk refuses while a ticket sleeps, or lies down to sleep, is waited out as anywhere else. */
    @Test
    void aTicketWhoseNoteCannotBeWrittenSleepsOnAndIsDeliveredInTheEnd() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)).withConcurrency(RUNS / 2));
        GatewayFixture gateway = waiting(gateway(cloud));
        for (String ticket : gateway.ticketNames()) {
            Path note = gateway.work().resolve(ticket).resolve("progress.json");
            Files.deleteIfExists(note);
            Files.createDirectories(note.resolve("full"));
        }

        // Half of the runs are canceled, so that the other half goes from queued to running: that is to be noted.
        cancel(cloud, run -> run.status() == RunStatus.RUNNING);
        gateway.until("the disk has said no", () -> gateway.countTries() > RUNS / 2);
        for (String ticket : gateway.ticketNames()) {
            Path note = gateway.work().resolve(ticket).resolve("progress.json");
            Files.deleteIfExists(note.resolve("full"));
            Files.deleteIfExists(note);
        }
        cancel(cloud, run -> run.status() == RunStatus.RUNNING);

        gateway.untilDone(RUNS);
        assertThat(GatewayFixture.names(gateway.canceled())).hasSize(2 * RUNS);
    }

    @Test
    void whatSleptAtAStopGoesOnAtTheNextStart() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = waiting(gateway(cloud));
        gateway.stop();
        assertThat(gateway.ticketNames()).hasSize(RUNS);

        gateway.start();
        untilNoExchangeWaits(gateway);
        cancel(cloud, run -> true);

        gateway.untilDone(RUNS);
        assertThat(cloud.runs()).hasSize(RUNS);
        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("ERROR"));
    }
}
