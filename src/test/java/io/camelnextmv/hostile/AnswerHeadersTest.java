package io.camelnextmv.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says by the headers of its answers steers nothing: not which ticket is meant, nor where anything goes. */
class AnswerHeadersTest extends GatewayTest {
    private static final String LARGE = "{\"solution\":\"" + "x".repeat(6_000_000) + "\"}";
    private final Map<String, String> evil = new ConcurrentSkipListMap<>();
    private final AtomicInteger answered = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"../outbox/a", "../../stolen", "/tmp/stolen", "20260101-000000-aaaa-0001", "", "a/b", "."})
    void noAnswerNamesAnotherTicketOrFile(String name) throws Exception {
        for (Field slot : Slots.class.getFields()) {
            evil.put((String) slot.get(null), name);
        }
        Stream.of("CamelFileName", "CamelHttpUri", "CamelHttpPath", "CamelFileAbsolutePath", "CamelRedeliveryDelay",
                "CamelExceptionCaught", "CamelJmsDestinationName").forEach(header -> evil.put(header, name));

        allGoesWell();
    }

    @Test
    void anAnswerThatNamesTheTicketOfAnotherHasItNotLetGoOf() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(inFrontOf(cloud)).with("nextmv.deliver.logs", "always")
                .with("nextmv.deliver.assets", "true").start();
        gateway.drop("first.json", SQUARE);
        gateway.untilDone(1);
        String delivered = GatewayFixture.names(gateway.archive()).get(0);
        evil.put("NextmvTicket", delivered);

        for (int i = 0; i < 5; i++) {
            gateway.drop("other-" + i + ".json", SQUARE);
        }
        gateway.untilDone(6);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(6);
        assertThat(gateway.log().says("is let go of")).isFalse();
    }

    private void allGoesWell() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(inFrontOf(cloud)).with("nextmv.deliver.logs", "always")
                .with("nextmv.deliver.assets", "true").start();

        gateway.drop("orders.json", SQUARE);
        gateway.drop("large.json", LARGE);
        gateway.untilDone(2);

        assertThat(answered).as("answers with headers of the kind").hasPositiveValue();
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactlyInAnyOrder("orders.json", "large.json");
        assertThat(GatewayFixture.names(gateway.archive())).hasSize(2);
        assertThat(FileTree.names(home)).as("nothing was written beside our folders")
                .containsOnly("inbox", "outbox", "errors", "canceled", "archive", "work", "control");
        assertThat(gateway.log().says("unexpected")).isFalse();
    }

    /** Hands everything on, and puts headers of its own into every answer. */
    private String inFrontOf(Sandbox cloud) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        server.createContext("/", exchange -> handOn(exchange, cloud.url(), http));
        server.start();
        closed(() -> {
            server.stop(0);
            threads.shutdownNow();
        });
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handOn(HttpExchange exchange, String cloud, HttpClient http) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(cloud + exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            Stream.of("Authorization", "Content-Type").forEach(name -> {
                String value = exchange.getRequestHeaders().getFirst(name);
                if (value != null) {
                    request.header(name, value);
                }
            });
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            evil.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            answered.addAndGet(evil.isEmpty() ? 0 : 1);
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
