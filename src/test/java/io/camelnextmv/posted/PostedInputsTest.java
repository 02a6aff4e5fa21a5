package io.camelnextmv.posted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.DocumentedLines;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.settings.BadSetting;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.TicketName;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that are posted: a ticket at once, its state and output for whoever asks. */
class PostedInputsTest extends GatewayTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TOKEN = "token-that-nobody-may-see-91c0";
    private static final String RUNS = "/nextmv/runs";
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int port;

    @BeforeEach
    void findPort() {
        port = FreePort.next();
    }

    private GatewayFixture posted(Sandbox cloud) {
        GatewayFixture gateway = gateway(cloud).with("nextmv.webhook.port", Integer.toString(port));
        DocumentedLines.below("### HTTP").forEach(gateway::with);
        return gateway;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(30));
    }

    private HttpRequest.Builder post(String body) {
        return to(RUNS).POST(BodyPublishers.ofString(body)).header("NextmvInput", "orders.json");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }

    private HttpResponse<String> untilDone(GatewayFixture gateway, String location) {
        gateway.until("it is done", () -> json(send(to(location))).path("state").asText().equals("done"));
        return send(to(location));
    }

    @Test
    void aPostIsAnsweredWithATicketAndItsStateAndOutputCanBeFetched() {
        GatewayFixture gateway = posted(cloud(quick())).start().untilOpen();

        HttpResponse<String> accepted = send(post(SQUARE));

        assertThat(accepted.statusCode()).isEqualTo(202);
        String location = accepted.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo(RUNS + "/" + json(accepted).path("ticket").asText());
        HttpResponse<String> done = untilDone(gateway, location);
        assertThat(json(done).path("status").asText()).isEqualTo("succeeded");
        assertThat(done.headers().firstValue("Retry-After")).isEmpty();
        HttpResponse<String> output = send(to(json(done).path("output_at").asText()));
        assertThat(output.statusCode()).isEqualTo(200);
        assertThat(output.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(output.body()).contains("\"length\"");
        assertThat(GatewayFixture.names(gateway.outbox())).as("who posted it fetches it").isEmpty();
    }

    @Test
    void whileItGoesOnItsStateSaysWhenToAskAgainAndARestartChangesNothing() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = posted(cloud).start().untilOpen();
        String location = send(post(SQUARE)).headers().firstValue("Location").orElseThrow();
        gateway.untilWaiting(1);

        HttpResponse<String> state = send(to(location));
        HttpResponse<String> output = send(to(location + "/output"));

        assertThat(state.headers().firstValue("Retry-After")).isPresent();
        assertThat(json(state).path("state").asText()).isEqualTo("submitted");
        assertThat(output.statusCode()).isEqualTo(409);
        assertThat(output.headers().firstValue("Retry-After")).isPresent();
        gateway.stop();
        gateway.start().untilOpen();
        gateway.untilWaiting(1);
        gateway.gateway().main().getCamelContext().createProducerTemplate().sendBodyAndHeader("direct:nextmv-cancel", "", "NextmvCancel",
                json(state).path("ticket").asText());
        HttpResponse<String> done = untilDone(gateway, location);
        assertThat(json(done).path("status").asText()).isEqualTo("canceled");
        assertThat(json(done).path("report").path("run_id").asText()).isNotEmpty();
        assertThat(GatewayFixture.names(gateway.canceled())).isEmpty();
    }

    /** It would be posted again, and run twice: without a key each request is a run. */
    @Test
    void whatHasATicketIsAcceptedThoughTheProcessStopsRightBehindIt() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = posted(cloud);
        AtomicBoolean stops = new AtomicBoolean(true);
        gateway.prepared(main -> main.configure().addConfiguration(new CamelConfiguration() {
            @Override
            public void configure(CamelContext context) {
                context.getCamelContextExtension().addInterceptStrategy((same, step, target, next) ->
                        step instanceof WireTapDefinition<?> && stops.get() ? new DelegateAsyncProcessor((Processor) exchange -> {
                            throw new RejectedExecutionException("the threads are gone");
                        }) : target);
            }
        }));
        gateway.start().untilOpen();

        HttpResponse<String> answer = send(post(SQUARE));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(gateway.ticketNames()).containsExactly(json(answer).path("ticket").asText());
        gateway.stop();
        stops.set(false);
        gateway.start().untilOpen();
        untilDone(gateway, answer.headers().firstValue("Location").orElseThrow());
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void aRepeatedPostWithTheSameKeyIsTheSameRun() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = posted(cloud).start().untilOpen();

        HttpResponse<String> first = send(post(SQUARE).header("Idempotency-Key", "order-17"));
        untilDone(gateway, first.headers().firstValue("Location").orElseThrow());
        HttpResponse<String> second = send(post(SQUARE).header("Idempotency-Key", "order-17"));
        HttpResponse<String> other = send(post(SQUARE).header("Idempotency-Key", "order-18"));
        gateway.untilDone(2);

        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location"));
        assertThat(other.headers().firstValue("Location")).isNotEqualTo(first.headers().firstValue("Location"));
        assertThat(cloud.runs()).hasSize(2);
    }

    @Test
    void aRepeatedRequestIsKnownAlsoWhenItsTicketHasLeftTheArchive() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = posted(cloud).start().untilOpen();
        String location = send(post(SQUARE).header("Idempotency-Key", "order-17")).headers().firstValue("Location")
                .orElseThrow();
        untilDone(gateway, location);
        TicketName ticket = new TicketName(location.substring(location.lastIndexOf('/') + 1));

        gateway.gateway().main().lookup("nextmvTickets", TicketStore.class).archived().known().keep(ticket, true, Instant.now());
        FileTree.all(gateway.archive().resolve(ticket.text())).stream().sorted(Comparator.reverseOrder())
                .forEach(path -> path.toFile().delete());
        HttpResponse<String> again = send(post(SQUARE).header("Idempotency-Key", "order-17"));

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.headers().firstValue("Location")).hasValue(location);
        assertThat(send(to(location)).statusCode()).isEqualTo(410);
        assertThat(send(to(location + "/output")).statusCode()).isEqualTo(410);
        assertThat(send(to(location + "0")).statusCode()).isEqualTo(404);
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void whatHasNoOutputHasAReport() {
        GatewayFixture gateway = posted(cloud(quick())).start().untilOpen();

        String location = send(post("no JSON")).headers().firstValue("Location").orElseThrow();
        HttpResponse<String> done = untilDone(gateway, location);
        HttpResponse<String> output = send(to(location + "/output"));

        assertThat(json(done).path("report").path("status").asText()).isEqualTo("rejected");
        assertThat(output.statusCode()).isEqualTo(404);
        assertThat(json(output).path("error").asText()).contains("rejected");
    }

    @Test
    void anOutputThatIsNotInTheArchiveAnyMoreIsGone() throws IOException {
        GatewayFixture gateway = posted(cloud(quick())).start().untilOpen();
        String location = send(post(SQUARE)).headers().firstValue("Location").orElseThrow();
        untilDone(gateway, location);
        Files.delete(gateway.archive().resolve(location.substring(RUNS.length() + 1)).resolve("output.json"));

        assertThat(send(to(location + "/output")).statusCode()).isEqualTo(410);
    }

    @Test
    void ticketsThatDidNotComeByHttpAreNotShownThere() {
        GatewayFixture gateway = posted(cloud(quick())).start().untilOpen();
        gateway.drop("private.json", SQUARE);
        gateway.untilDone(1);
        String ticket = GatewayFixture.names(gateway.archive()).get(0);

        assertThat(send(to(RUNS + "/" + ticket)).statusCode()).isEqualTo(404);
        assertThat(send(to(RUNS + "/" + ticket + "/output")).statusCode()).isEqualTo(404);
        for (String name : new String[] {"..", "%2e%2e", "..%2f..%2finbox", "nothing", "%00", "$%7Bsys.user.home%7D"}) {
            assertThat(send(to(RUNS + "/" + name)).statusCode()).as(name).isGreaterThanOrEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong", "Basic " + TOKEN, TOKEN, "Bearer " + TOKEN + "x"})
    void withoutTheTokenNothingIsTakenAndNothingShown(String authorization) {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = posted(cloud).with("nextmv.http-inputs.token", TOKEN).start().untilOpen();
        HttpRequest.Builder right = post(SQUARE).header("Authorization", "Bearer " + TOKEN);
        String location = send(right).headers().firstValue("Location").orElseThrow();

        for (HttpRequest.Builder request : new HttpRequest.Builder[] {post(SQUARE), to(location), to(location + "/output")}) {
            HttpResponse<String> answer = send(authorization.isEmpty() ? request
                    : request.header("Authorization", authorization));
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
        gateway.untilDone(1);
        assertThat(cloud.runs()).hasSize(1);
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains(TOKEN));
    }

    @ParameterizedTest
    @CsvSource({"Origin,https://evil.example", "Sec-Fetch-Site,cross-site"})
    void aPageOfAStrangerCannotHaveItsReadersBrowserStartRuns(String header, String value) {
        Sandbox cloud = cloud(quick());
        posted(cloud).start().untilOpen();

        assertThat(send(post(SQUARE).header(header, value)).statusCode()).isEqualTo(403);
        assertThat(cloud.runs()).isEmpty();
    }

    @Test
    void withoutATokenItOpensOnThisMachinesOwnAddressOnly() {
        assertThatThrownBy(() -> posted(cloud(quick())).with("nextmv.webhook.host", "0.0.0.0").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("nextmv.http-inputs.token");
        assertThatThrownBy(() -> posted(cloud(quick())).with("camel.server.enabled", "false").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("camel.server.enabled");
    }

    @Test
    void headersSayHowItIsRunAndThoseOfOthersDoNothing() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = posted(cloud).start().untilOpen();

        String location = send(post(SQUARE).header("nextmvoptions", "{\"duration\":\"1s\"}")
                .header("CamelFileName", "../x").header("NextmvReplyTo", "queue:somewhere").header("NextmvTicket", "../x"))
                .headers().firstValue("Location").orElseThrow();
        untilDone(gateway, location);
        JsonNode ticket = GatewayFixture.json(gateway.archive().resolve(location.substring(RUNS.length() + 1))
                .resolve("ticket.json"));

        assertThat(ticket.path("file").asText()).isEqualTo("orders.json");
        assertThat(ticket.toString()).contains("duration").doesNotContain("somewhere", "../x");
        assertThat(send(post(SQUARE).header("NextmvOptions", "no object")).statusCode()).isEqualTo(400);
        assertThat(send(to(RUNS).POST(BodyPublishers.ofString(SQUARE)).header("NextmvInput", "../x")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWhateverItAnnounces() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = posted(cloud).with("nextmv.limit.input", "100000").start().untilOpen();
        byte[] large = new byte[1_000_000];

        HttpResponse<String> announced = send(to(RUNS).POST(BodyPublishers.ofByteArray(large)));
        HttpResponse<String> chunked = send(to(RUNS).POST(BodyPublishers.fromPublisher(
                BodyPublishers.ofByteArray(large))));

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(json(chunked).path("error").asText()).contains("nextmv.limit.input");
        assertThat(gateway.ticketNames()).isEmpty();
        assertThat(send(post(SQUARE)).statusCode()).as("the next one").isEqualTo(202);
    }

    /** Larger than what the server takes of an event. */
    @Test
    void aLargeBodyArrivesWhole() {
        GatewayFixture gateway = posted(cloud(quick())).start().untilOpen();
        String large = "{\"stops\":[]," + " ".repeat(3_000_000) + "\"end\":1}";

        String location = send(post(large)).headers().firstValue("Location").orElseThrow();
        untilDone(gateway, location);

        assertThat(onlyInput(gateway.archive().resolve(location.substring(RUNS.length() + 1)))).isEqualTo(large.length());
    }

    private static long onlyInput(Path ticket) {
        return FileTree.files(ticket).stream().filter(file -> file.getFileName().toString().equals("orders.json"))
                .findFirst().orElseThrow().toFile().length();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000\r\n\r\n{\"stops\":[]}", "Transfer-Encoding: chunked\r\n\r\nc\r\n{\"stops\":[]}\r\n"})
    void aBodyThatBreaksOffIsNoInput(String rest) throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = posted(cloud).start().untilOpen();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + RUNS + " HTTP/1.1\r\nHost: x\r\nNextmvInput: half.json\r\n" + rest)
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        String location = send(post(SQUARE)).headers().firstValue("Location").orElseThrow();
        untilDone(gateway, location);
        gateway.untilLogged("A posted input is not taken");

        assertThat(cloud.runs()).hasSize(1);
        assertThat(GatewayFixture.names(gateway.archive())).hasSize(1);
    }

    @Test
    void whileThereIsNoRoomItSaysWhenToComeAgain() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = posted(cloud).with("nextmv.max-in-flight", "1").start().untilOpen();
        assertThat(send(post(SQUARE)).statusCode()).isEqualTo(202);
        gateway.untilWaiting(1);

        HttpResponse<String> answer = send(post(SQUARE));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(Map.of("error", json(answer).path("error").asText())).containsKey("error");
    }

    @Test
    void theProfileSaysWhatReadmeSays() throws IOException {
        String profile = Files.readString(Path.of("config", "application-http.properties"));

        DocumentedLines.below("### HTTP").forEach((key, value) -> assertThat(profile.lines()).contains(key + " = " + value));
    }
}
