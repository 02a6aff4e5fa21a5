package io.camelnextmv.restart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A gateway finds a ticket of an earlier process in each of its states, and brings it to its end with one run. */
class GoesOnTest extends GatewayTest {
    private static final String TICKET = "20261124-101500-zzzz-0001";

    @Test
    void withAClaimedTicket() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);
        write(gateway, ticket("claimed"));

        gateway.start().untilDone(1);

        isDeliveredByOneRun(gateway, cloud);
    }

    @Test
    void withASubmittingTicketWhoseRunWasStarted() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url());
        startRun(cloud);
        write(gateway, ticket("submitting").put("submitting_at", Instant.now().toString()));

        gateway.start().untilDone(1);

        isDeliveredByOneRun(gateway, cloud);
        assertThat(way.requests(Call.NEW_RUN)).isEmpty();
    }

    @Test
    void withASubmittingTicketWhoseRunWasNotStarted() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url());
        write(gateway, ticket("submitting").put("submitting_at", Instant.now().toString()));

        gateway.start().untilDone(1);

        isDeliveredByOneRun(gateway, cloud);
        assertThat(way.calls()).startsWith(Call.QUEUE, Call.LIST);
        assertThat(way.requests(Call.LIST)).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void withASubmittedTicket() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url());
        write(gateway, submitted(startRun(cloud)));

        gateway.start().untilDone(1);

        isDeliveredByOneRun(gateway, cloud);
        assertThat(way.calls()).containsExactly(Call.METADATA, Call.RESULT);
    }

    @Test
    void withAnEndedTicket() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url());
        String run = startRun(cloud);
        gateway.until("the run has ended", () -> cloud.openOutput(run).isPresent());
        write(gateway, ended(run));

        gateway.start().untilDone(1);

        isDeliveredByOneRun(gateway, cloud);
        assertThat(way.calls()).containsExactly(Call.RESULT);
    }

    @Test
    void withAnEndedTicketWhoseOutputWasFetched() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url());
        write(gateway, ended("a-run-of-long-ago"));
        Files.createDirectories(folder(gateway).resolve("out"));
        Files.writeString(folder(gateway).resolve("out").resolve("output"), "{\"fetched\":1.0}");

        gateway.start().untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).hasContent("{\"fetched\":1.0}");
        assertThat(way.requests()).isEmpty();
    }

    @Test
    void withAnEndedTicketThatWasPlacedButNotMarkedAsDelivered() throws Exception {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url());
        write(gateway, ended("a-run-of-long-ago").put("delivered_as", "orders"));
        Files.createDirectories(gateway.outbox());
        Files.writeString(gateway.outbox().resolve("orders.json"), "{\"placed\":1}");

        gateway.start().untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(gateway.outbox().resolve("orders.json")).hasContent("{\"placed\":1}");
        assertThat(way.requests()).isEmpty();
    }

    @Test
    void withAnEndedTicketWhoseLinkWasMadeButWhoseOldNameWasNotRemoved() throws Exception {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url());
        write(gateway, ended("a-run-of-long-ago").put("delivered_as", "orders"));
        Path made = folder(gateway).resolve("out").resolve("output");
        Files.createDirectories(made.getParent());
        Files.createDirectories(gateway.outbox());
        Files.writeString(made, "{\"placed\":1}");
        Files.createLink(gateway.outbox().resolve("orders.json"), made);

        gateway.start().untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
        assertThat(gateway.outbox().resolve("orders.json")).hasContent("{\"placed\":1}");
    }

    @Test
    void withADeliveredTicket() throws Exception {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url());
        write(gateway, ended("a-run-of-long-ago").put("state", "delivered").put("delivered_as", "orders"));

        gateway.start().untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
        assertThat(way.requests()).isEmpty();
        assertThat(GatewayFixture.names(gateway.archive())).containsExactly(TICKET);
    }

    @Test
    void byItsFirstDeadlineAndItsFirstCountOfPolls() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(java.time.Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).with("nextmv.poll.max-tries", "41").with("nextmv.poll.max-duration", "30d");
        write(gateway, submitted(startRun(cloud)));
        Files.writeString(folder(gateway).resolve("progress.json"), "{\"polls\":39,\"status\":\"running\"}");

        gateway.start().untilDone(1);

        JsonNode report = GatewayFixture.json(gateway.errors().resolve("orders.error.json"));
        assertThat(report.path("status").asText()).isEqualTo("timed_out");
        assertThat(report.path("polls").asInt()).isEqualTo(41);
    }

    @Test
    void byADeadlineThatHasPassedMeanwhileWhichIsAskedForOnceMore() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(java.time.Duration.ofHours(1)));
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.poll.max-duration", "30d");
        write(gateway, submitted(startRun(cloud)).put("deadline", Instant.now().minusSeconds(5).toString()));

        gateway.start().untilDone(1);

        assertThat(GatewayFixture.json(gateway.errors().resolve("orders.error.json")).path("status").asText())
                .isEqualTo("timed_out");
        assertThat(way.requests(Call.METADATA)).hasSize(1);
    }

    @Test
    void andTheRunThatEndedWhileNobodyLookedIsDeliveredAlthoughItsDeadlineHasPassed() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);
        String run = startRun(cloud);
        gateway.until("the run has ended", () -> cloud.openOutput(run).isPresent());
        write(gateway, submitted(run).put("deadline", Instant.now().minusSeconds(5).toString()));

        gateway.start().untilDone(1);

        isDeliveredByOneRun(gateway, cloud);
    }

    private static ObjectNode ticket(String state) {
        return new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode().put("id", TICKET)
                .put("file", "orders.json").put("state", state).put("application_id", GatewayFixture.APPLICATION)
                .put("claimed_at", "2026-11-24T10:15:00Z");
    }

    private static ObjectNode submitted(String run) {
        return ticket("submitted").put("submitting_at", "2026-11-24T10:15:01Z").put("run_id", run)
                .put("submitted_at", "2026-11-24T10:15:02Z").put("deadline", "2100-01-01T00:00:00Z");
    }

    private static ObjectNode ended(String run) {
        ObjectNode ticket = submitted(run).put("state", "ended");
        ticket.putObject("ending").put("fate", "output").put("status", "succeeded").put("error", "")
                .put("what_to_do", "").put("ended_at", "2026-11-24T10:16:00Z").put("polls", 7).put("output_size", 10);
        return ticket;
    }

    private static void write(GatewayFixture gateway, ObjectNode ticket) throws IOException {
        input(gateway);
        Files.writeString(folder(gateway).resolve("ticket.json"), ticket.toString());
    }

    private static void input(GatewayFixture gateway) throws IOException {
        Path input = folder(gateway).resolve("input").resolve("orders.json");
        Files.createDirectories(input.getParent());
        Files.writeString(input, SQUARE);
    }

    private static Path folder(GatewayFixture gateway) {
        return gateway.work().resolve(TICKET);
    }

    private static String startRun(Sandbox cloud) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cloud.url() + "/v1/applications/routing/runs"))
                .header("Authorization", "Bearer " + GatewayFixture.API_KEY).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"description\":\"camel-nextmv ticket " + TICKET + "\",\"input\":" + SQUARE
                        + "}")).build();
        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        return cloud.runs().get(0).id();
    }

    private static void isDeliveredByOneRun(GatewayFixture gateway, Sandbox cloud) throws IOException {
        assertThat(cloud.runs()).hasSize(1);
        assertThat(gateway.outbox().resolve("orders.json")).hasBinaryContent(
                cloud.openOutput(cloud.runs().get(0).id()).orElseThrow().readAllBytes());
        assertThat(GatewayFixture.names(gateway.work())).isEmpty();
        assertThat(GatewayFixture.names(gateway.archive())).containsExactly(TICKET);
    }
}
