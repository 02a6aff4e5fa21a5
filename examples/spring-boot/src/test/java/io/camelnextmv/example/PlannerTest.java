package io.camelnextmv.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.client.NextmvRuns;
import io.camelnextmv.client.Outcome;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.sandbox.SandboxSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The application as it is, against a sandbox of the test's own. */
class PlannerTest {
    private static final String ORDERS = "{\"stops\":[{\"id\":\"a\",\"x\":0,\"y\":0},{\"id\":\"b\",\"x\":1,\"y\":0}]}";
    private static final String SECRET = "secret-of-the-example";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;
    private Sandbox cloud;
    private ConfigurableApplicationContext planner;

    @BeforeEach
    void openCloud() throws Exception {
        cloud = new Sandbox(SandboxSettings.defaults().withPort(0).withRunTime(Duration.ZERO)).start();
    }

    @AfterEach
    void stop() throws Exception {
        planner.close();
        cloud.close();
    }

    private void start(String... more) {
        String[] settings = {"--server.port=0", "--nextmv.url=" + cloud.url(), "--nextmv.home=" + folder.resolve("data"),
            "--planner.folder=" + folder.resolve("plans"), "--nextmv.durability=os", "--nextmv.inbox.settle=0ms",
            "--nextmv.webhook.secret=" + SECRET, "--nextmv.options.duration=0s",
            "--nextmv.inboxes.night.options.duration=1ms"};
        String[] all = java.util.Arrays.copyOf(settings, settings.length + more.length);
        System.arraycopy(more, 0, all, settings.length, more.length);
        planner = new SpringApplicationBuilder(Planner.class).run(all);
    }

    @Test
    void inputsGoThroughFoldersThroughARouteAndThroughJava() throws Exception {
        start();
        // Whole, as nothing is waited for here that a file which is being written would need.
        Files.move(Files.writeString(folder.resolve("orders.json"), ORDERS), folder.resolve("data/inbox/orders.json"));
        Files.move(Files.writeString(folder.resolve("late.json"), ORDERS), folder.resolve("data/night/inbox/late.json"));

        planner.getBean(CamelContext.class).createProducerTemplate()
                .sendBodyAndHeader("direct:plan", ORDERS, "day", "monday");
        Outcome outcome = planner.getBean(NextmvRuns.class).submit(ORDERS, Map.of()).toCompletableFuture().join();

        assertThat(folder.resolve("plans/monday.json")).content().contains("\"length\"");
        assertThat(outcome.text()).contains("\"length\"");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve("data/outbox/orders.json"))
                && Files.exists(folder.resolve("data/night/outbox/late.json")));
        assertThat(cloud.runs()).hasSize(4).extracting(RunView::name).contains("plan of monday");
        assertThat(cloud.runs()).extracting(RunView::options).contains(Map.of("duration", "0s"), Map.of("duration", "1ms"));
        assertThat(get("/actuator/health")).contains("tickets.in-hand").contains("\"UP\"").doesNotContain(SECRET);
        assertThat(get("/actuator/metrics/nextmv.up")).contains("1.0");
    }

    @Test
    void anEventWakesTheRunThatItNames() throws Exception {
        start("--nextmv.poll.initial-delay=1h", "--nextmv.poll.max-delay=1h", "--nextmv.poll.max-duration=3h");
        CompletableFuture<Outcome> waiting = planner.getBean(NextmvRuns.class).submit(ORDERS, Map.of())
                .toCompletableFuture();
        await().atMost(Duration.ofSeconds(60)).until(() -> !cloud.runs().isEmpty());
        String event = "{\"data\":{\"run_id\":\"" + cloud.runs().get(0).id() + "\",\"status_v2\":\"succeeded\"}}";

        assertThat(send(event, "t=1,v1=00")).isEqualTo(401);
        // The service knows the run a moment before its ticket does: until then an event wakes nobody.
        await().atMost(Duration.ofSeconds(60)).until(() -> send(event, signature(event)) == 204 && waiting.isDone());

        assertThat(waiting.join().status()).isEqualTo("succeeded");
    }

    @Test
    void itRunsOnTheVersionsThatTheBuildNames() {
        start();

        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("expected.spring-boot.version"));
        assertThat(planner.getBean(CamelContext.class).getVersion()).isEqualTo(System.getProperty("expected.camel.version"));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + planner.getEnvironment().getProperty("local.server.port") + path);
    }

    private String get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString()).body();
    }

    private int send(String event, String signature) throws Exception {
        HttpResponse<Void> answer = HTTP.send(HttpRequest.newBuilder(uri("/nextmv/webhook"))
                .header("Content-Type", "application/json").header("Nextmv-Signature", signature)
                .POST(BodyPublishers.ofString(event)).build(), BodyHandlers.discarding());
        return answer.statusCode();
    }

    /** It says the time, so that the next one is another event. */
    private static String signature(String event) throws Exception {
        long now = Instant.now().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signed = (now + "." + event).getBytes(StandardCharsets.UTF_8);
        return "t=" + now + ",v1=" + HexFormat.of().formatHex(mac.doFinal(signed));
    }
}
