package io.camelnextmv.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.client.NextmvRuns;
import io.camelnextmv.client.Outcome;
import io.camelnextmv.reply.RunWithoutOutput;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.sandbox.SandboxSettings;
import io.camelnextmv.settings.BadSetting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Applications of Spring Boot that have the starter on their class path. */
class StarterTest {
    private static final String KEY = "key-of-the-starter-test";
    private static final String SECRET = "c2VjcmV0LW9mLXRoZS1zdGFydGVyLXRlc3Q";
    private static final String SQUARE = "{\"stops\":[{\"id\":\"a\",\"x\":0,\"y\":0},{\"id\":\"b\",\"x\":1,\"y\":1}]}";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    @TempDir
    private Path home;
    private Sandbox cloud;
    private ConfigurableApplicationContext application;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Planner {
        @Bean
        RouteBuilder plan() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:plan").routeId("plan").to("direct:nextmv-run").convertBodyTo(String.class);
                }
            };
        }
    }

    @BeforeEach
    void openCloud() throws IOException {
        cloud = new Sandbox(SandboxSettings.defaults().withPort(0).withApiKey(KEY).withRunTime(Duration.ZERO)).start();
    }

    @AfterEach
    void close() throws IOException {
        if (application != null) {
            application.close();
        }
        cloud.close();
    }

    private ConfigurableApplicationContext start(WebApplicationType type, String... more) {
        List<String> settings = new ArrayList<>(List.of("server.port=0", "nextmv.url=" + cloud.url(), "nextmv.apiKey=" + KEY,
                "nextmv.application_id=demo", "nextmv.home=" + home, "nextmv.durability=os", "nextmv.inbox.settle=0ms",
                "nextmv.inbox.delay=50ms", "nextmv.poll.initial-delay=50ms", "nextmv.poll.delay=50ms",
                "management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
                "camel.health.exposure-level=full", "spring.main.banner-mode=off"));
        settings.addAll(List.of(more));
        application = new SpringApplicationBuilder(Planner.class).web(type).properties(settings.toArray(String[]::new))
                .run();
        return application;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + path);
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")).sorted().toList();
        }
    }

    /** Whole at once: nothing settles here. */
    private void drop(String inbox, String name) throws IOException {
        Files.move(Files.writeString(home.resolve(name), SQUARE), home.resolve(inbox).resolve(name),
                StandardCopyOption.ATOMIC_MOVE);
    }

    private void untilWaiting() {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> Files.readString(home.resolve("work")
                .resolve(names("work").get(0)).resolve("ticket.json")).contains("\"SUBMITTED\""));
    }

    @Test
    void inputsGoThroughFoldersARouteOfTheApplicationAndJavaAndActuatorTellsHowItIs() throws Exception {
        start(WebApplicationType.SERVLET, "nextmv.options.seed=7", "nextmv.inboxes.night.options.seed=8");
        drop("inbox", "orders.json");
        drop("night/inbox", "later.json");

        String plan = application.getBean(CamelContext.class).createProducerTemplate().requestBody("direct:plan", SQUARE,
                String.class);
        Outcome outcome = application.getBean(NextmvRuns.class).submit(SQUARE, Map.of()).toCompletableFuture().join();
        await().atMost(Duration.ofSeconds(60)).until(() -> names("outbox").contains("orders.json")
                && names("night/outbox").contains("later.json"));

        assertThat(plan).contains("\"length\"");
        assertThat(outcome.text()).contains("\"length\"");
        assertThat(cloud.runs()).hasSize(4).extracting(RunView::options)
                .containsExactlyInAnyOrder(Map.of("seed", "7"), Map.of("seed", "7"), Map.of("seed", "7"),
                        Map.of("seed", "8"));
        JsonNode health = new ObjectMapper().readTree(get("/actuator/health").body());
        JsonNode ours = health.path("components").path("camelHealth").path("details");
        assertThat(ours.toString()).contains("tickets.in-hand").contains("steps.held");
        assertThat(new ObjectMapper().readTree(get("/actuator/metrics/nextmv.up").body()).path("measurements").get(0)
                .path("value").asDouble()).isEqualTo(1.0);
        assertThat(get("/actuator/metrics/nextmv.tickets.in-hand").statusCode()).isEqualTo(200);
        for (String path : List.of("health", "metrics", "env", "beans", "configprops", "camelroutes", "info")) {
            assertThat(get("/actuator/" + path).body()).as(path).doesNotContain(KEY);
        }
        assertThat(get("/nextmv/webhook").statusCode()).isEqualTo(404);
    }

    @Test
    void eventsAreTakenByTheServerOfTheApplicationWhereTheyAreSignedAndNotTooLarge() throws Exception {
        start(WebApplicationType.SERVLET, "nextmv.webhook.enabled=true", "nextmv.webhook.secret=" + SECRET,
                "nextmv.webhook.path=/events", "nextmv.poll.initial-delay=1h", "nextmv.poll.max-delay=1h",
                "nextmv.poll.max-duration=3h");
        CompletableFuture<Outcome> waiting = application.getBean(NextmvRuns.class).submit(SQUARE, Map.of())
                .toCompletableFuture();
        untilWaiting();
        String event = "{\"data\":{\"run_id\":\"" + cloud.runs().get(0).id() + "\",\"status_v2\":\"succeeded\","
                + "\"name\":\"größe 名\"}}";

        String large = "[" + "1,".repeat(40_000) + "1]";

        assertThat(post("/events", event, "t=1,v1=00")).isEqualTo(401);
        for (String path : List.of("/events", "/%65vents", "/events;a=b")) {
            assertThat(post(path, large, "t=1,v1=00")).as(path).isEqualTo(413);
        }
        assertThat(post("/events", event, signature(event))).isEqualTo(204);

        assertThat(waiting.join().status()).isEqualTo("succeeded");
    }

    private int post(String path, String body, String signature) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json; charset=iso-8859-1")
                .header("Nextmv-Signature", signature).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.discarding())
                .statusCode();
    }

    private static String signature(String body) throws Exception {
        long now = Instant.now().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "t=" + now + ",v1=" + HexFormat.of().formatHex(mac.doFinal((now + "." + body)
                .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whereNothingTakesEventsTheStartSaysWhatToAdd() {
        assertThat(catchThrowable(() -> start(WebApplicationType.NONE, "nextmv.webhook.enabled=true",
                "nextmv.webhook.secret=" + SECRET))).rootCause().isInstanceOf(BadSetting.class)
                .hasMessageContaining("camel-platform-http-starter").hasMessageNotContaining("\n");
    }

    @Test
    void thatInputsCannotBePostedIsSaidAtTheStart() {
        assertThat(catchThrowable(() -> start(WebApplicationType.SERVLET, "nextmv.httpInputs.enabled=true"))).rootCause()
                .isInstanceOf(BadSetting.class).hasMessageStartingWith("nextmv.http-inputs.enabled is true")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextmv.pol.delay", "nextmv.webhok.enabled", "nextmv.inboxes.night.aplication-id"})
    void aSettingThatThereIsNotStopsTheStart(String name) {
        assertThat(catchThrowable(() -> start(WebApplicationType.NONE, name + "=1"))).rootCause()
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(name + " is not a setting");
        assertThat(new BadSettingAnalyzer().analyze(new IllegalStateException(new BadSetting("x is no setting")))
                .getDescription()).isEqualTo("x is no setting");
    }

    @Test
    void aStopLetsGoOfWhatWaitsAndTheNextStartGoesOnWithIt() throws Exception {
        start(WebApplicationType.NONE, "nextmv.poll.initial-delay=1h", "nextmv.poll.max-delay=1h",
                "nextmv.poll.max-duration=3h");
        CompletableFuture<Outcome> waiting = application.getBean(NextmvRuns.class).submit(SQUARE, Map.of())
                .toCompletableFuture();
        untilWaiting();

        application.close();

        assertThat(catchThrowable(waiting::join)).isInstanceOf(CompletionException.class).cause()
                .isInstanceOfSatisfying(RunWithoutOutput.class,
                        nothing -> assertThat(nothing.status()).isEqualTo(RunWithoutOutput.STOPPED));
        start(WebApplicationType.NONE);
        await().atMost(Duration.ofSeconds(60)).until(() -> names("outbox").contains("message.json"));
        assertThat(cloud.runs()).hasSize(1);
    }

    /** They would bring a server and a command line that nobody asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"picocli", "vertx-core", "camel-jms", "kafka-clients", "camel-platform-http-main",
        "camel-micrometer-prometheus", "camel-ftp"})
    void anApplicationGetsNothingThatItDidNotAskFor(String library) {
        // What Maven has resolved: in the build itself the gateway's jar finds its own libraries beside it, too.
        List<String> classPath = List.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(java.io.File.pathSeparator));

        assertThat(classPath).as("it can be looked at").anyMatch(entry -> entry.contains("camel-seda-"))
                .noneMatch(entry -> entry.contains("/" + library + "-"));
    }
}
