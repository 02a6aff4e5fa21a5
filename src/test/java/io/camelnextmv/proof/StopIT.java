package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stop means stop, and costs nothing. */
class StopIT {
    private static final int MANY = 10_000;
    private static final Duration AT_MOST = Duration.ofMinutes(4);
    @TempDir
    private Path folder;

    @Test
    void tenThousandWaitingTicketsAreTakenUpAskedForOneAfterTheOtherAndLetGoAtAStop() throws Exception {
        try (Scene scene = new Scene(folder, new Random(1)); Running service = new Running()) {
            // Each asked for by itself: the queue would answer for all of them at once.
            scene.with("nextmv.url", service.url()).with("nextmv.poll.via", "metadata").with("nextmv.poll.delay", "10s")
                    .with("nextmv.poll.max-delay", "10s");
            writeTickets(scene.work());
            long started = System.nanoTime();
            GatewayProcess gateway = scene.startPlain(java.util.List.of("-Xmx128m"));
            Awaitility.await().atMost(AT_MOST).pollInterval(Duration.ofMillis(20))
                    .until(() -> gateway.log().contains(MANY + " tickets of an earlier process"));
            long found = millisSince(started);
            scene.inputs().dropGood();
            Awaitility.await().atMost(AT_MOST).pollInterval(Duration.ofMillis(20))
                    .until(() -> service.runs() == MANY);
            long asked = millisSince(started);
            long peak = service.peak();

            long told = System.nanoTime();
            gateway.terminate();
            assertThat(gateway.exitCode(AT_MOST)).isZero();
            System.out.printf("StopIT: %d tickets found after %d ms, all asked for once after %d ms (spread over 10 s), at"
                    + " most %d in 100 ms; stopped in %d ms; heap at most 128 MB%n", MANY, found, asked, peak,
                    millisSince(told));

            assertThat(service.atOnce()).as("requests at the same time, as nextmv.poll.concurrency says")
                    .isLessThanOrEqualTo(8);
            assertThat(gateway.log()).doesNotContain(" ERROR ").doesNotContain("OutOfMemoryError");
            assertThat(Scene.list(scene.home().resolve("errors"))).isEmpty();
            assertThat(Scene.list(scene.home().resolve("archive"))).isEmpty();
            assertThat(Scene.list(scene.home().resolve("inbox"))).as("no room for it: more than"
                    + " nextmv.max-in-flight are on their way").hasSize(1);
            assertThat(scene.tickets()).hasSize(MANY).allSatisfy(ticket -> {
                assertThat(Files.readString(ticket.resolve("ticket.json"))).contains("\"SUBMITTED\"");
                assertThat(ticket.resolve("input").resolve("waiting.json")).exists();
            });
        }
    }

    @Test
    void aStopInTheMiddleOfEverythingEndsWithZeroAndTheNextStartGoesOn() throws Exception {
        try (Scene scene = new Scene(folder, new Random(2))) {
            // However late it is told to stop: so many results come, and no more.
            scene.proxy().follow((call, number) -> call == Call.RESULT && number > 60 ? Blow.SILENCE : Blow.NONE, () -> { });
            scene.inputs().drop(150);
            GatewayProcess gateway = scene.start();
            Awaitility.await().atMost(AT_MOST).pollInterval(Duration.ofMillis(5))
                    .until(() -> Scene.list(scene.home().resolve("archive")).size() > 20);
            long told = System.nanoTime();
            gateway.terminate();
            assertThat(gateway.exitCode(AT_MOST)).isZero();
            System.out.printf("StopIT: stopped in the middle in %d ms%n", millisSince(told));
            assertThat(scene.isAllDelivered()).as("there was something left to do").isFalse();
            System.out.println("StopIT: " + scene.lastLife().withoutDoubt());
        }
    }

    private static void writeTickets(Path work) throws IOException {
        String now = Instant.now().toString();
        String later = Instant.now().plus(Duration.ofHours(1)).toString();
        for (int i = 1; i <= MANY; i++) {
            String id = "20260101-000000-dead-%04d".formatted(i);
            Path input = Files.createDirectories(work.resolve(id).resolve("input"));
            Files.writeString(input.resolve("waiting.json"), "{}");
            Files.writeString(work.resolve(id).resolve("ticket.json"), """
                    {"id":"%s","file":"waiting.json","state":"SUBMITTED","application_id":"proof","instance_id":null,
                    "claimed_at":"%s","submitting_at":"%s","run_id":"run-%d","submitted_at":"%s","deadline":"%s"}
                    """.formatted(id, now, now, i, now, later));
        }
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    /** A service whose runs never end. */
    private static final class Running implements AutoCloseable {
        private static final byte[] ANSWER =
                "{\"metadata\":{\"status_v2\":\"running\"}}".getBytes(StandardCharsets.UTF_8);
        private final HttpServer server;
        private final Map<String, Boolean> asked = new ConcurrentHashMap<>();
        private final Map<Long, AtomicLong> tenths = new ConcurrentHashMap<>();
        private final AtomicLong open = new AtomicLong();
        private final AtomicLong mostOpen = new AtomicLong();

        Running() throws IOException {
            System.setProperty("sun.net.httpserver.nodelay", "true");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            server.setExecutor(Executors.newFixedThreadPool(64, work -> {
                Thread thread = new Thread(work, "running");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", exchange -> {
                mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                if (exchange.getRequestURI().getPath().endsWith("/metadata")) {
                    asked.put(exchange.getRequestURI().getPath(), true);
                }
                tenths.computeIfAbsent(System.nanoTime() / 100_000_000, tenth -> new AtomicLong()).incrementAndGet();
                // Before the answer: when it arrives, the next request may.
                open.decrementAndGet();
                exchange.sendResponseHeaders(200, ANSWER.length);
                exchange.getResponseBody().write(ANSWER);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        int runs() {
            return asked.size();
        }

        long peak() {
            return tenths.values().stream().mapToLong(AtomicLong::get).max().orElse(0);
        }

        long atOnce() {
            return mostOpen.get();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
