package io.camelnextmv.endings;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Cloud;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class SucceededTest extends GatewayTest {

    @Test
    void aFileDroppedIntoTheInboxComesOutOfTheOutboxWithExactlyTheOutputOfItsRun() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        RunView run = cloud.runs().get(0);
        assertThat(gateway.outbox().resolve("orders.json")).hasBinaryContent(
                cloud.openOutput(run.id()).orElseThrow().readAllBytes());
        assertThat(Files.readString(gateway.outbox().resolve("orders.json"))).contains("\"length\"");
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void theRunGetsTheInputByteForByteAndCarriesTheTicketsMark() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        String input = "{ \"stops\" : [ ], \"big\": 12345678901234567890.10, \"small\": 1e-7, \"ü\": \"\\u00fc\" }\n";

        gateway.drop("orders.json", input);
        gateway.untilDone(1);

        RunView run = cloud.runs().get(0);
        assertThat(cloud.openInput(run.id()).orElseThrow().readAllBytes()).asString().isEqualTo(input.strip());
        assertThat(run.name()).isEqualTo("orders.json");
        assertThat(run.description()).isEqualTo("camel-nextmv ticket " + GatewayFixture.names(gateway.archive()).get(0));
    }

    @Test
    void nothingIsLeftBehindButTheOutputAndTheArchive() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(GatewayFixture.names(gateway.canceled())).isEmpty();
        assertThat(GatewayFixture.names(gateway.work())).isEmpty();
        String ticket = GatewayFixture.names(gateway.archive()).get(0);
        assertThat(GatewayFixture.names(gateway.archive().resolve(ticket))).containsExactly("input", "ticket.json");
        assertThat(gateway.archive().resolve(ticket).resolve("input").resolve("orders.json")).hasContent(SQUARE);
        assertThat(GatewayFixture.json(gateway.archive().resolve(ticket).resolve("ticket.json")).path("state").asText())
                .isEqualTo("DELIVERED");
    }

    @Test
    void theInstanceOfTheSettingsRunsIt() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.instance-id", "staging").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(cloud.runs()).extracting(RunView::instance).containsExactly("staging");
        assertThat(cloud.runs()).extracting(RunView::application).containsExactly(GatewayFixture.APPLICATION);
    }

    @Test
    void aRunThatStandsInTheQueueIsWaitedFor() {
        Sandbox cloud = cloud(quick().withConcurrency(1));
        GatewayFixture gateway = gateway(cloud).with("nextmv.poll.via", "metadata").start();
        gateway.drop("first.json.nextmv.yaml", "options: {duration: 60m}\n");
        gateway.drop("first.json", SQUARE);
        gateway.untilWaiting(1);
        gateway.drop("second.json", SQUARE);
        gateway.untilWaiting(2);

        long before = cloud.requests(Endpoint.RUN_METADATA);
        gateway.until("both are asked for again and again", () -> cloud.requests(Endpoint.RUN_METADATA) > before + 10);
        assertThat(cloud.runs()).extracting(RunView::status).containsExactlyInAnyOrder(RunStatus.RUNNING, RunStatus.QUEUED);
        Cloud.cancel(cloud, cloud.runs().stream().filter(run -> run.status() == RunStatus.RUNNING).findAny().orElseThrow().id());
        gateway.untilDone(2);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("second.json");
    }
}
