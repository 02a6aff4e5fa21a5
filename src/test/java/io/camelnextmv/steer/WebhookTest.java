package io.camelnextmv.steer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Commands.Said;
import io.camelnextmv.webhook.Events;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events: without them nobody here would look at a run within an hour. */
class WebhookTest extends GatewayTest {
    private static final String SECRET = "secret-that-nobody-may-see-77ab";
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int port;

    @BeforeEach
    void findPort() {
        port = FreePort.next();
    }

    @ParameterizedTest
    @EnumSource(value = TimeUnit.class, names = {"SECONDS", "MILLISECONDS"})
    void anEventOfTheServiceHasTheRunThatItNamesLookedAtAtOnce(TimeUnit unit) {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofMillis(300))
                .withWebhooks(unit, 4, Duration.ofMillis(50)));
        String id = Cloud.post(cloud, "/v1/webhooks", "{\"event_types\":[\"run.status\"],\"endpoint_url\":\"" + url()
                + "\"}").path("id").asText();
        GatewayFixture gateway = patient(cloud).with("nextmv.webhook.id", id).start();
        gateway.untilLogged("The webhook's secret is known");

        for (int i = 0; i < 5; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.untilDone(5);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(5);
        assertThat(cloud.requests(Endpoint.WEBHOOK_SECRET)).isEqualTo(1);
    }

    /** From the end of a run to its output: {@code mvn test -Dmeasure=true -Dtest=io.camelnextmv.steer.WebhookTest}. */
    @Test
    @EnabledIfSystemProperty(named = "measure", matches = "true")
    void fromTheEndOfARunToItsOutput() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofMillis(300)));
        String id = Cloud.post(cloud, "/v1/webhooks", "{\"event_types\":[\"run.status\"],\"endpoint_url\":\"" + url()
                + "\"}").path("id").asText();
        GatewayFixture gateway = patient(cloud).with("nextmv.webhook.id", id).with("nextmv.durability", "fsync").start();
        gateway.untilLogged("The webhook's secret is known");
        List<Long> millis = new java.util.ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int count = i + 1;
            Path output = gateway.outbox().resolve("orders-" + i + ".json");
            gateway.drop("orders-" + i + ".json", SQUARE);
            while (cloud.runs().size() < count || !cloud.runs().get(count - 1).status().name().equals("SUCCEEDED")) {
                java.util.concurrent.locks.LockSupport.parkNanos(500_000);
            }
            long ended = System.nanoTime();
            while (!Files.exists(output)) {
                java.util.concurrent.locks.LockSupport.parkNanos(500_000);
            }
            millis.add((System.nanoTime() - ended) / 1_000_000);
        }
        millis.sort(null);
        System.out.println("From the end of a run to its output, in ms: median " + millis.get(50) + ", p95 " + millis.get(95)
                + ", worst " + millis.get(99));
    }

    @Test
    void theSecretOfTheSettingsIsUsedWhereItIsGiven() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = patient(cloud).with("nextmv.webhook.secret", SECRET).start();
        gateway.drop("orders.json", SQUARE);
        String run = untilEnded(gateway, cloud);

        HttpResponse<String> answer = send(event(run));
        gateway.untilDone(1);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().map().keySet()).doesNotContain("nextmv-signature", "content-type");
        assertThat(cloud.requests(Endpoint.WEBHOOK_SECRET)).isZero();
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void anEventThatComesBeforeTheRunIsKnownIsNotForgotten() throws Exception {
        Sandbox cloud = cloud(quick());
        WireMockServer way = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        way.start();
        closed(way::stop);
        way.stubFor(any(anyUrl()).atPriority(9).willReturn(aResponse().proxiedFrom(cloud.url())));
        way.stubFor(post(anyUrl()).willReturn(aResponse().proxiedFrom(cloud.url()).withFixedDelay(1000)));
        GatewayFixture gateway = patient(cloud).with("nextmv.url", way.baseUrl())
                .with("nextmv.webhook.secret", SECRET).start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("the run has ended, and its id is on the way to us", () -> cloud.runs().size() == 1
                && cloud.runs().get(0).status().name().equals("SUCCEEDED"));

        assertThat(send(event(cloud.runs().get(0).id())).statusCode()).isEqualTo(204);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":{\"run_id\":\"%s\"}}", "{\"data\":{\"id\":\"%s\"}}", "{\"run_id\":\"%s\"}",
        "{\"id\":\"%s\",\"type\":\"run.status\",\"more\":[1,{}]}"})
    void theRunIsFoundWhereverAnEventMayNameIt(String shape) throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = patient(cloud).with("nextmv.webhook.secret", SECRET).start();
        gateway.drop("orders.json", SQUARE);
        String run = untilEnded(gateway, cloud);

        assertThat(send(shape.formatted(run)).statusCode()).isEqualTo(204);
        gateway.untilDone(1);
    }

    @Test
    void anEventIsNeverBelieved() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = patient(cloud).with("nextmv.webhook.secret", SECRET).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);

        send("{\"data\":{\"run_id\":\"" + cloud.runs().get(0).id() + "\",\"status_v2\":\"succeeded\"}}");
        gateway.until("it was looked at", () -> cloud.requests(Endpoint.RUN_METADATA) == 1);

        gateway.until("it waits on", () -> Files.exists(gateway.work().resolve(gateway.ticketNames().get(0))
                .resolve("progress.json")));
        assertThat(gateway.ticket().path("state").asText()).isEqualTo("SUBMITTED");
    }

    @Test
    void aRepeatedEventIsTakenAndDoesNotMakeUsAskAgain() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = patient(cloud).with("nextmv.webhook.secret", SECRET).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        String run = cloud.runs().get(0).id();
        String time = now();
        String body = event(run);

        for (int i = 0; i < 20; i++) {
            assertThat(send(signed(time, body), body).statusCode()).isEqualTo(204);
        }
        gateway.until("it was looked at", () -> cloud.requests(Endpoint.RUN_METADATA) >= 1);
        String other = "{\"run_id\":\"" + run + "\"}";
        send(signed(time, other), other);
        gateway.until("it was looked at again", () -> cloud.requests(Endpoint.RUN_METADATA) >= 2);

        assertThat(cloud.requests(Endpoint.RUN_METADATA)).isEqualTo(2);
    }

    @Test
    void eventsAboutRunsThatNobodyWaitsForAreTakenAndLeaveNothingBehind() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = patient(cloud).with("nextmv.webhook.secret", SECRET).start();
        gateway.until("its folders are there", () -> Files.exists(home.resolve("control").resolve("cancel")));
        gateway.until("its notice is there", () -> GatewayFixture.names(home.resolve("control")).stream()
                .anyMatch(name -> name.startsWith("gateway-")));
        List<Path> before = everything();

        for (String body : List.of(event("devint-unknown"), event("../../etc/passwd"), "{}", "[]", "", "no JSON",
                "{\"data\":{\"run_id\":7}}", "[".repeat(30_000))) {
            assertThat(send(body).statusCode()).as(body).isEqualTo(204);
        }

        assertThat(everything()).isEqualTo(before);
        assertThat(cloud.requests(Endpoint.RUN_METADATA)).isZero();
    }

    @ParameterizedTest(name = "{0} s from now")
    @CsvSource({"-300,204", "-301,401", "-100000,401", "60,204", "61,401"})
    void anEventIsTakenFromFiveMinutesPastToOneMinuteAhead(long seconds, int status) throws Exception {
        Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        patient(cloud(quick())).with("nextmv.webhook.secret", SECRET)
                .at(java.time.Clock.fixed(now, java.time.ZoneOffset.UTC)).start();
        Instant then = now.plusSeconds(seconds);

        assertThat(send(signed(Long.toString(then.getEpochSecond()), "{}"), "{}").statusCode()).isEqualTo(status);
        assertThat(send(signed(Long.toString(then.toEpochMilli()), "{}"), "{}").statusCode()).isEqualTo(status);
    }

    @Test
    void whatIsNotSignedAsItMustIsRefusedWithoutAWordAndCounted() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = patient(cloud).with("nextmv.webhook.secret", SECRET).start();
        gateway.drop("orders.json", SQUARE);
        String body = event(untilEnded(gateway, cloud));
        String time = now();
        String good = signed(time, body);
        String hex = good.substring(good.indexOf("v1=") + 3);

        List<String> wrong = List.of("", "nonsense", signed(time, event("another")), "t=" + time + ",v1=" + "0".repeat(64),
                "t=" + (Long.parseLong(time) + 1) + ",v1=" + hex, "t=0" + time + ",v1=" + hex,
                "t=" + time + ",v1=" + hex.toUpperCase(java.util.Locale.ROOT), "t=" + time + ",v1=" + hex.substring(1),
                "t=" + time + ",v1=" + hex + "00", "t=" + time + ",v1=", "v1=" + hex, "t=" + time,
                good + ",v1=", good + ",", "t=1," + good, good + (",v1=" + "0".repeat(64)).repeat(4), "t=-1,v1=" + hex, "t=99999999999999999999,v1=" + hex,
                "t=" + time + ";v1=" + hex);
        for (String signature : wrong) {
            HttpResponse<String> answer = send(signature, body);
            assertThat(answer.statusCode()).as(signature).isEqualTo(401);
            assertThat(answer.body()).isEmpty();
        }
        HttpResponse<String> none = http.send(request(body).build(), BodyHandlers.ofString());
        HttpResponse<String> twice = http.send(request(body).header("Nextmv-Signature", good)
                .header("Nextmv-Signature", good).build(), BodyHandlers.ofString());

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(twice.statusCode()).isEqualTo(401);
        Events events = gateway.gateway().main().lookup("nextmvEvents", Events.class);
        assertThat(events.refused()).isEqualTo(wrong.size() + 2);
        assertThat(events.taken()).isZero();
        assertThat(cloud.requests(Endpoint.RUN_METADATA)).isZero();
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains(SECRET) || line.contains(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t=%1$s, v1=%2$s", " t = %1$s , v1 = %2$s ", "t=%1$s,v1=%2$s,v1=%3$s", "t=%1$s,v1=%3$s,v1=%2$s",
        "v1=%3$s, t=%1$s, v1=%2$s", "t=%1$s,v0=abc,v1=%2$s,v2=xyz", "t=%1$s,v1=%3$s,v1=%3$s,v1=%3$s,v1=%2$s"})
    void anyOfSeveralSignaturesMayBeRightAndBlanksMeanNothing(String form) throws Exception {
        GatewayFixture gateway = patient(cloud(quick())).with("nextmv.webhook.secret", SECRET).start();
        String time = now();
        String good = signed(time, "{}");
        String header = form.formatted(time, good.substring(good.indexOf("v1=") + 3), "0".repeat(64));

        assertThat(send(header, "{}").statusCode()).isEqualTo(204);
        assertThat(http.send(request("{}").header("NEXTMV-signature", header).build(), BodyHandlers.ofString())
                .statusCode()).isEqualTo(204);
        assertThat(gateway.gateway().main().lookup("nextmvEvents", Events.class).taken()).isEqualTo(2);
    }

    @Test
    void aWrongSecretIsToldAtOnceAndThenNowAndThen() throws Exception {
        GatewayFixture gateway = patient(cloud(quick())).with("nextmv.webhook.secret", "another secret").start();
        for (int i = 0; i < 20; i++) {
            assertThat(send("{}").statusCode()).isEqualTo(401);
        }
        assertThat(send("nonsense", "{}").statusCode()).isEqualTo(401);

        assertThat(gateway.log().lines()).filteredOn(line -> line.startsWith("INFO An event was refused")).hasSize(2)
                .anyMatch(line -> line.contains("nextmv.webhook.secret")).anyMatch(line -> line.contains("no signature"));
    }

    @Test
    void headersThatMeanSomethingInsideDoNothingFromOutside() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = patient(cloud).with("nextmv.webhook.secret", SECRET).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        String body = event("devint-unknown");

        HttpRequest.Builder tricky = request(body, "?CamelHttpResponseCode=200&NextmvTicket=" + gateway.ticketNames()
                .get(0)).header("CamelHttpUri", "http://127.0.0.1:1").header("CamelFileName", "evil.json")
                .header("NextmvCancel", "orders.json").header("NextmvTicket", gateway.ticketNames().get(0))
                .header("CamelHttpResponseCode", "200").header("X-Echo", "echo");
        HttpResponse<String> refused = http.send(tricky.copy().header("Nextmv-Signature", "t=1,v1=0").build(),
                BodyHandlers.ofString());
        HttpResponse<String> taken = http.send(tricky.copy().header("Nextmv-Signature", signed(now(), body)).build(),
                BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(taken.statusCode()).isEqualTo(204);
        assertThat(taken.headers().map().keySet()).doesNotContain("x-echo", "nextmvticket", "nextmvcancel");
        assertThat(gateway.ticket().path("state").asText()).isEqualTo("SUBMITTED");
        assertThat(cloud.requests(Endpoint.CANCEL_RUN)).isZero();
    }

    @Test
    void whatIsNoEventIsNotEvenLookedAt() throws Exception {
        GatewayFixture gateway = patient(cloud(quick())).with("nextmv.webhook.secret", SECRET).start();
        String form = "run_id=1";

        assertThat(http.send(HttpRequest.newBuilder(URI.create(url())).GET().build(), BodyHandlers.ofString())
                .statusCode()).isEqualTo(405);
        assertThat(http.send(HttpRequest.newBuilder(URI.create(url())).header("Content-Type",
                "application/x-www-form-urlencoded").header("Nextmv-Signature", signed(now(), form))
                .POST(BodyPublishers.ofString(form)).build(), BodyHandlers.ofString()).statusCode()).isEqualTo(415);
        assertThat(http.send(HttpRequest.newBuilder(URI.create(url() + "/more")).header("Content-Type",
                "application/json").POST(BodyPublishers.ofString("{}")).build(), BodyHandlers.ofString())
                .statusCode()).isEqualTo(404);
        assertThat(gateway.gateway().main().lookup("nextmvEvents", Events.class).refused()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8"})
    void aCharsetBesideTheContentTypeDoesNotMatter(String type) throws Exception {
        patient(cloud(quick())).with("nextmv.webhook.secret", SECRET).start();
        String body = event("ünknown");

        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(url())).header("Content-Type", type)
                .header("Nextmv-Signature", signed(now(), body)).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(204);
    }

    @Test
    void aBodyOfTenMegabytesIsRefusedAndASlowOneKeepsNobodyFromBeingHeard() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = patient(cloud).with("nextmv.webhook.secret", SECRET).start();
        gateway.drop("orders.json", SQUARE);
        String run = untilEnded(gateway, cloud);
        for (int i = 0; i < 50; i++) {
            Socket slow = closed(new Socket("127.0.0.1", port));
            OutputStream out = slow.getOutputStream();
            out.write(("POST /nextmv/webhook HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 1000\r\nNextmv-Signature: t=1,v1=0\r\n\r\n{").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        assertThat(tooLong("x".repeat(10_000_000))).isEqualTo(413);
        assertThat(tooLong("x".repeat(65_537))).isEqualTo(413);
        String longest = event(run) + " ".repeat(65_536 - event(run).length());
        assertThat(send(longest).statusCode()).isEqualTo(204);
        gateway.untilDone(1);
    }

    @Test
    void withoutTheSettingNobodyListensAndWithoutASecretItDoesNotStart() {
        Sandbox cloud = cloud(quick());
        GatewayFixture deaf = gateway(cloud).with("nextmv.webhook.port", Integer.toString(port)).start();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> send("{}")).isInstanceOf(IOException.class);
        deaf.stop();

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> patient(cloud).start())
                .hasMessageContaining("neither nextmv.webhook.id nor nextmv.webhook.secret is set");
    }

    @Test
    void untilTheSecretIsKnownEventsAreAskedToComeAgain() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = patient(cloud).with("nextmv.webhook.id", "nobody").start();
        gateway.untilLogged("The webhook's secret cannot be fetched");

        HttpResponse<String> answer = send("{}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void theCommandsRegisterListAndDeleteAWebhookAndNeverPrintItsSecret() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);

        Said registered = Commands.run(gateway.settings(), "webhook", "register", "--url",
                "https://example.org/nextmv/webhook?token=hidden", "--id", "camel");
        Said listed = Commands.run(gateway.settings(), "webhook", "list");
        Said deleted = Commands.run(gateway.settings(), "webhook", "delete", "camel");
        Said again = Commands.run(gateway.settings(), "webhook", "delete", "camel");
        Said refused = Commands.run(gateway.settings(), "webhook", "register", "--url", "no address");

        assertThat(registered.code()).isZero();
        assertThat(registered.out()).contains("nextmv.webhook.id = camel");
        assertThat(listed.out()).containsPattern("camel +https://example.org/nextmv/webhook\\?… +run.status")
                .doesNotContain("hidden");
        assertThat(deleted.out()).startsWith("Webhook camel is deleted.");
        assertThat(again.code()).isEqualTo(3);
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).hasLineCount(1);
        assertThat(cloud.requests(Endpoint.WEBHOOK_SECRET)).isZero();
    }

    private GatewayFixture patient(Sandbox cloud) {
        return gateway(cloud).with("nextmv.poll.initial-delay", "1h").with("nextmv.poll.delay", "1h")
                .with("nextmv.poll.max-delay", "1h").with("nextmv.poll.max-duration", "2h")
                .with("nextmv.webhook.enabled", "true").with("nextmv.webhook.port", Integer.toString(port));
    }

    private static String untilEnded(GatewayFixture gateway, Sandbox cloud) {
        gateway.until("the ticket waits for a run that has ended", () -> gateway.ticket().path("state").asText()
                .equals("SUBMITTED") && cloud.runs().get(0).status().name().equals("SUCCEEDED"));
        return cloud.runs().get(0).id();
    }

    /** But for the notice of what the gateway does, which it writes anew from time to time. */
    private List<Path> everything() {
        return FileTree.all(home).stream().filter(path -> !path.startsWith(home.resolve("control"))).toList();
    }

    private String url() {
        return "http://127.0.0.1:" + port + "/nextmv/webhook";
    }

    private static String event(String run) {
        return "{\"type\":\"run.status\",\"data\":{\"run_id\":\"" + run + "\",\"status_v2\":\"succeeded\"}}";
    }

    private static String now() {
        return Long.toString(Instant.now().getEpochSecond());
    }

    private static String signed(String time, String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "t=" + time + ",v1=" + HexFormat.of().formatHex(
                mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> send(String body) throws Exception {
        return send(signed(now(), body), body);
    }

    private HttpResponse<String> send(String signature, String body) throws Exception {
        return http.send(request(body).header("Nextmv-Signature", signature).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String body) {
        return request(body, "");
    }

    private HttpRequest.Builder request(String body, String query) {
        return HttpRequest.newBuilder(URI.create(url() + query)).header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(1)).POST(BodyPublishers.ofString(body));
    }

    /** The status of the answer; the server may close before everything is sent. */
    private int tooLong(String body) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(("POST /nextmv/webhook HTTP/1.1\r\nHost: here\r\nContent-Type: application/json"
                    + "\r\nContent-Length: " + body.length() + "\r\nNextmv-Signature: " + signed(now(), body)
                    + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            byte[] status = socket.getInputStream().readNBytes(12);
            return Integer.parseInt(new String(status, StandardCharsets.UTF_8).substring(9));
        }
    }
}
