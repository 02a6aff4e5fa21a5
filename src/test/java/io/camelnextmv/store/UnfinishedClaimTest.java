package io.camelnextmv.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deaths between the steps of a claim: the ticket is written, the input is taken, what lies beside it is taken. */
@Tag("proof")
class UnfinishedClaimTest extends GatewayTest {
    private static final String TICKET = "20260101-000000-dead-0001";

    @Test
    void aDeathBeforeTheInputIsTakenLeavesItInTheInboxAndItIsRunOnce() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);
        ticket("orders.json", Instant.now());
        Files.createDirectories(home.resolve("work").resolve(TICKET).resolve("input"));
        gateway.drop("orders.json", SQUARE);

        gateway.start().untilDone(1);

        assertThat(cloud.runs()).hasSize(1);
        assertThat(GatewayFixture.names(gateway.work())).isEmpty();
        assertThat(GatewayFixture.names(gateway.archive())).doesNotContain(TICKET);
    }

    @Test
    void aDeathBeforeTheSidecarIsTakenDoesNotRunTheInputWithoutIt() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);
        gateway.drop("orders.json.nextmv.yaml", "options: {depth: 3}\n");
        claimed("orders.json", Instant.now());

        gateway.start().untilDone(1);

        assertThat(cloud.runs()).singleElement().satisfies(run -> assertThat(run.options()).containsEntry("depth", "3"));
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
        assertThat(GatewayFixture.names(gateway.archive())).containsExactly(TICKET);
    }

    @Test
    void aSidecarThatCameLaterBelongsToAnotherInput() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);
        claimed("orders.json", Instant.now().minusSeconds(3600));
        gateway.drop("orders.json.nextmv.yaml", "options: {depth: 3}\n");

        gateway.start().untilDone(1);

        assertThat(cloud.runs()).singleElement().satisfies(run -> assertThat(run.options()).isEmpty());
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("orders.json.nextmv.yaml");
    }

    /** As a rename, cp -p or rsync -t brings it: it is as old as its content. */
    @Test
    void aSidecarThatWasBroughtLaterWithItsTimeBelongsToAnotherInput() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);
        claimed("orders.json", Instant.now().minusSeconds(3600));
        gateway.drop("orders.json.nextmv.yaml", "options: {depth: 3}\n");
        Files.setLastModifiedTime(gateway.inbox().resolve("orders.json.nextmv.yaml"), FileTime.from(Instant.EPOCH));

        gateway.start().untilDone(1);

        assertThat(cloud.runs()).singleElement().satisfies(run -> assertThat(run.options()).isEmpty());
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("orders.json.nextmv.yaml");
    }

    @Test
    void aTicketThatHasItsSidecarTakesNoOther() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);
        gateway.drop("orders.json.nextmv.yaml", "options: {depth: 3}\n");
        claimed("orders.json", Instant.now());
        Path taken = Files.createDirectories(home.resolve("work").resolve(TICKET).resolve("sidecar"));
        Files.writeString(taken.resolve("orders.json.nextmv.yaml"), "options: {depth: 2}\n");

        gateway.start().untilDone(1);

        assertThat(cloud.runs()).singleElement().satisfies(run -> assertThat(run.options()).containsEntry("depth", "2"));
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("orders.json.nextmv.yaml");
    }

    @Test
    void aDeathBeforeTheMarkerIsTakenLeavesNoMarkerForTheNextFolderOfThatName() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);
        gateway.drop("orders.ready", "");
        ticket("orders", Instant.now());
        Path folder = Files.createDirectories(home.resolve("work").resolve(TICKET).resolve("input/orders"));
        Files.writeString(folder.resolve("input.json"), SQUARE);

        gateway.start().untilDone(1);

        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders");
    }

    @Test
    void aTicketOfAnEarlierVersionIsRunByWhatTheSettingsSay() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.options.depth", "3");
        Path input = Files.createDirectories(home.resolve("work").resolve(TICKET).resolve("input"));
        Files.writeString(input.resolve("orders.json"), SQUARE);
        Files.writeString(home.resolve("work").resolve(TICKET).resolve("ticket.json"), """
                {"id":"%s","file":"orders.json","state":"CLAIMED","application_id":"routing","instance_id":null,
                "claimed_at":"2026-01-01T00:00:00Z","submitting_at":null,"run_id":null,"submitted_at":null,
                "deadline":null,"ending":null,"delivered_as":null}""".formatted(TICKET));

        gateway.start().untilDone(1);

        assertThat(cloud.runs()).singleElement().satisfies(run -> assertThat(run.options()).containsEntry("depth", "3"));
    }

    private void claimed(String file, Instant at) throws IOException {
        ticket(file, at);
        Path input = Files.createDirectories(home.resolve("work").resolve(TICKET).resolve("input"));
        Files.writeString(input.resolve(file), SQUARE);
    }

    private void ticket(String file, Instant at) throws IOException {
        Path folder = Files.createDirectories(home.resolve("work").resolve(TICKET));
        Path inbox = Files.createDirectories(home.resolve("inbox")).toRealPath();
        Files.writeString(folder.resolve("ticket.json"), """
                {"id":"%s","file":"%s","state":"CLAIMED","application_id":"routing","claimed_at":"%s",
                "plan":{"inbox":"%s"}}""".formatted(TICKET, file, at, inbox));
    }
}
