package io.camelnextmv.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reaches a port of ours cannot use up the process's file descriptors. */
class SlowConnectionsTest extends GatewayTest {
    private static final int MANY = 600;
    private static final int MOST = 100;
    private final Set<SocketChannel> refused = new HashSet<>();
    private static final String HALF = "POST /nextmv/webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"", "P", HALF, HALF + "Content-Length: 1000\r\n\r\n{"})
    void manySlowConnectionsAreNotHeldAndTheGatewayGoesOn(String sent) throws Exception {
        int port = FreePort.next();
        int management = FreePort.next();
        GatewayFixture gateway = gateway(cloud(quick())).with("nextmv.webhook.enabled", "true")
                .with("nextmv.webhook.port", Integer.toString(port)).with("nextmv.webhook.secret", "some secret")
                .with("camel.management.enabled", "true").with("camel.management.port", Integer.toString(management))
                .start();
        for (int to : List.of(port, management)) {
            List<SocketChannel> slow = new ArrayList<>();
            try {
                for (int i = 0; i < MANY; i++) {
                    SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
                    slow.add(channel);
                    write(channel, sent);
                }
                gateway.until("most of them are closed", () -> {
                    for (SocketChannel channel : slow) {
                        channel.configureBlocking(false);
                    }
                    return slow.stream().filter(channel -> !isClosed(channel)).count() <= MOST;
                });
                assertThat(event(port)).isEqualTo(401);
                assertThat(health(management)).isEqualTo(200);
            } finally {
                for (SocketChannel channel : slow) {
                    channel.close();
                }
            }
        }
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    /** Inputs that arrive slowly, as over a thin line, or from somebody who sends a byte now and then. */
    @Test
    void manySlowInputsHoldUpNeitherHealthNorEventsAndOthersAreToldToComeLater() throws Exception {
        int port = FreePort.next();
        int management = FreePort.next();
        GatewayFixture gateway = gateway(cloud(quick())).with("nextmv.webhook.enabled", "true")
                .with("nextmv.webhook.port", Integer.toString(port)).with("nextmv.webhook.secret", "some secret")
                .with("nextmv.http-inputs.enabled", "true").with("nextmv.http-inputs.token", "a token of the tests")
                .with("camel.management.enabled", "true").with("camel.management.port", Integer.toString(management))
                .start().untilOpen();
        List<SocketChannel> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                slow.add(channel);
                write(channel, "POST /nextmv/runs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a token of the tests\r\n"
                        + "NextmvInput: slow-" + i + ".json\r\nContent-Length: " + SQUARE.length() + "\r\n\r\n"
                        + SQUARE.substring(0, 1));
            }
            gateway.until("those that are too many are told so", () -> slow.stream().filter(this::isRefused).count() >= 50);

            assertThat(event(port)).isEqualTo(401);
            assertThat(health(management)).isEqualTo(200);
            slow.forEach(channel -> write(channel, SQUARE.substring(1)));
            gateway.untilDone(10);
            assertThat(posted(port)).isEqualTo(202);
        } finally {
            for (SocketChannel channel : slow) {
                channel.close();
            }
        }
    }

    /** An answer has come that says so; it is looked for once, and counted from then on. */
    private boolean isRefused(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            ByteBuffer answer = ByteBuffer.allocate(1000);
            channel.read(answer);
            String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
            if (text.startsWith("HTTP/1.1 503")) {
                refused.add(channel);
            }
            return refused.contains(channel);
        } catch (IOException e) {
            return refused.contains(channel);
        }
    }

    @Test
    void aConnectionThatIsSilentOrLastsTooLongIsClosed() throws Exception {
        try (BoundedVertx bounded = new BoundedVertx(10, Duration.ofSeconds(1), Duration.ofSeconds(3))) {
            int port = bounded.vertx().createHttpServer(new io.vertx.core.http.HttpServerOptions())
                    .requestHandler(request -> request.response().end("here")).listen(0, "127.0.0.1")
                    .toCompletionStage().toCompletableFuture().get().actualPort();
            try (SocketChannel silent = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                    SocketChannel dripping = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
                silent.configureBlocking(false);
                dripping.configureBlocking(false);
                org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100))
                        .until(() -> {
                            write(dripping, "G");
                            return isClosed(silent) && isClosed(dripping);
                        });
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build();
            // A machine that stands still for a second makes this one silent too.
            org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreException(IOException.class)
                    .until(() -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body().equals("here"));
        }
    }

    private static void write(SocketChannel channel, String text) {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            // Closed by the other side, as it should be.
        }
    }

    private static boolean isClosed(SocketChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(1000)) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static int event(int port) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/nextmv/webhook")).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")).build(), BodyHandlers.discarding()).statusCode();
    }

    private static int posted(int port) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/nextmv/runs"))
                .header("Authorization", "Bearer a token of the tests").header("NextmvInput", "quick.json")
                .POST(BodyPublishers.ofString(SQUARE)).build(), BodyHandlers.discarding()).statusCode();
    }

    private static int health(int port) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/observe/health")).build(), BodyHandlers.discarding()).statusCode();
    }

}
