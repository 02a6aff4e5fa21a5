package io.camelnextmv.steer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.LyingCloud;
import io.camelnextmv.fixture.LyingCloud.Call;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Commands.Said;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists have pages: the command {@code runs}, and all ways to the account's queue, follow them. */
class RunsTest extends GatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void runsFollowsThePagesAsFarAsItIsToldTo() throws IOException {
        Sandbox cloud = cloud(quick().withConcurrency(1).withRunTime(Duration.ofHours(1)));
        String oldest = start(cloud, "{\"input\":{},\"options\":{\"duration\":\"soon\"}}");
        await("it has failed").atMost(Duration.ofMinutes(1)).until(() -> cloud.runs().get(0).status() == RunStatus.FAILED);
        List<String> runs = java.util.stream.IntStream.range(0, 119).mapToObj(i -> start(cloud, "{\"input\":{}}")).toList();
        Cloud.cancel(cloud, runs.get(10));
        Cloud.cancel(cloud, runs.get(118));
        Map<String, String> settings = gateway(cloud).settings();

        assertThat(Commands.run(settings, "runs").out().lines()).hasSize(1 + 50);
        assertThat(Commands.run(settings, "runs", "--limit", "70").out().lines()).hasSize(1 + 70).last().asString()
                .startsWith(runs.get(49));
        long before = cloud.requests(Endpoint.LIST_RUNS);
        Said all = Commands.run(settings, "runs", "--all");
        assertThat(all.out().lines()).hasSize(1 + 120).last().asString().startsWith(oldest);
        assertThat(all.out().lines().filter(line -> line.startsWith("RUN ID"))).hasSize(1);
        assertThat(cloud.requests(Endpoint.LIST_RUNS) - before).isEqualTo(3);
        JsonNode rows = JSON.readTree(Commands.run(settings, "runs", "--all", "--json").out()).path("runs");
        assertThat(rows.findValuesAsText("status_v2")).hasSize(120);
        assertThat(rows.path(119).path("experiment_id").isTextual()).as("a row as it is").isTrue();
        assertThat(JSON.readTree(Commands.run(settings, "runs", "--json").out()).has("next_page_token")).isTrue();
    }

    @Test
    void runsFindsTheRunsOfAStatusHoweverFarBackTheyAre() throws IOException {
        Sandbox cloud = cloud(quick().withConcurrency(1).withRunTime(Duration.ofHours(1)));
        String oldest = start(cloud, "{\"input\":{},\"options\":{\"duration\":\"soon\"}}");
        await("it has failed").atMost(Duration.ofMinutes(1)).until(() -> cloud.runs().get(0).status() == RunStatus.FAILED);
        List<String> runs = java.util.stream.IntStream.range(0, 60).mapToObj(i -> start(cloud, "{\"input\":{}}")).toList();
        Cloud.cancel(cloud, runs.get(59));
        Map<String, String> settings = gateway(cloud).settings();

        assertThat(ids(Commands.run(settings, "runs", "--status", "failed"))).containsExactly(oldest);
        assertThat(ids(Commands.run(settings, "runs", "--status", "failed,canceled"))).containsExactly(runs.get(59), oldest);
        assertThat(ids(Commands.run(settings, "runs", "--status", "failed", "--status", "canceled", "--limit", "1")))
                .containsExactly(runs.get(59));
        assertThat(ids(Commands.run(settings, "runs", "--status", "running"))).hasSize(1);
        assertThat(ids(Commands.run(settings, "runs", "--status", "succeeded"))).isEmpty();
        assertThat(JSON.readTree(Commands.run(settings, "runs", "--status", "succeeded", "--json").out()).path("runs")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--status=done", "--status=failed,done", "--status=FAILED", "--limit=0", "--limit=-1", "--limit=many",
        "--limit=5 --all"})
    void whatCannotBeAskedForIsAWrongCommandLine(String options) {
        Sandbox cloud = cloud(quick());

        Said said = Commands.run(gateway(cloud).settings(), ("runs " + options).split(" "));

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(cloud.requests(Endpoint.LIST_RUNS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aListThatGoesRoundInCirclesHasAnEnd(int around) {
        LyingCloud cloud = closed(new LyingCloud(cloud(quick())));
        AtomicInteger page = new AtomicInteger();
        cloud.lie(Call.LIST, 1_000_000, out -> answer(out, "{\"next_page_token\":\"a+/&" + page.get() % around
                + "\",\"runs\":[{\"id\":\"run" + page.getAndIncrement() + "\",\"created_at\":\"\"},7,[{}],null]}"));

        Said said = Commands.run(gateway(cloud.url()).settings(), "runs", "--all");

        assertThat(said.code()).isZero();
        assertThat(said.out().lines()).hasSize(1 + around + 1);
        assertThat(cloud.heads().get(1)).contains("?pagetoken=a%2B%2F%260 ");
    }

    @Test
    void aPageThatDoesNotComeIsTold() {
        LyingCloud cloud = closed(new LyingCloud(cloud(quick())));
        AtomicInteger page = new AtomicInteger();
        LyingCloud.Lie lie = out -> answer(out, page.getAndIncrement() % 2 == 0
                ? "{\"next_page_token\":\"t" + page + "\",\"runs\":[{\"id\":\"run\"}]}" : "[]");
        cloud.lie(Call.LIST, 1_000_000, lie);
        cloud.lie(Call.QUEUE, 1_000_000, lie);
        Map<String, String> settings = gateway(cloud.url()).settings();

        assertThat(Commands.run(settings, "runs", "--all")).satisfies(said -> assertThat(said.code()).isEqualTo(4));
        assertThat(Commands.run(settings, "queue")).satisfies(said -> assertThat(said.code()).isEqualTo(4))
                .satisfies(said -> assertThat(said.out()).isEmpty());
        assertThat(cloud.calls(Call.LIST)).isEqualTo(2);
        assertThat(cloud.calls(Call.QUEUE)).isEqualTo(2);
    }

    @Test
    void theQueueIsShownWithAllItsPages() throws IOException {
        Sandbox cloud = cloud(quick().withConcurrency(1).withRunTime(Duration.ofHours(1)));
        startMany(cloud, 1002);
        GatewayFixture gateway = gateway(cloud).start();

        byte[] answer = gateway.gateway().main().getCamelContext().createProducerTemplate()
                .requestBody("direct:nextmv-queue", null, byte[].class);

        assertThat(JSON.readTree(answer).path("runs").findValuesAsText("user_email")).hasSize(1002);
        assertThat(Commands.run(gateway.settings(), "queue").out().lines()).hasSize(1 + 1002);
        assertThat(JSON.readTree(Commands.run(gateway.settings(), "queue", "--json").out()).path("runs")).hasSize(1002);
    }

    private static List<String> ids(Said said) {
        assertThat(said.code()).as(said.err()).isZero();
        return said.out().lines().skip(1).map(line -> line.replaceFirst(" .*", "")).toList();
    }

    private static void answer(OutputStream out, String body) throws IOException {
        LyingCloud.text(out, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void startMany(Sandbox cloud, int many) {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(cloud.url() + "/v1/applications/other/runs"))
                .header("Authorization", "Bearer " + GatewayFixture.API_KEY)
                .POST(HttpRequest.BodyPublishers.ofString("{\"input\":{}}")).build();
        for (int i = 0; i < many; i++) {
            assertThat(http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).join().statusCode()).isEqualTo(200);
        }
    }

    private static String start(Sandbox cloud, String body) {
        return Cloud.post(cloud, "/v1/applications/" + GatewayFixture.APPLICATION + "/runs", body).path("run_id").asText();
    }
}
