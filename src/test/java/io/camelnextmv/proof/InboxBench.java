package io.camelnextmv.proof;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.camelnextmv.bench.BenchFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What a full inbox costs: see bench/inbox. */
public final class InboxBench {
    /** As it ships. */
    private static final int IN_FLIGHT = 1000;
    private static final int DELIVERED = 10_000;
    private static final Duration LOOKED_AT = Duration.ofSeconds(60);
    private static final Instant OLDEST = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> JVM = List.of(Optional.ofNullable(System.getenv("BENCH_JVM")).orElse("-Xmx256m").split(" "));

    private InboxBench() {
    }

    /** A service whose runs go on, and are named in the queue, until all end; from then on each ends at once. */
    private static final class Service implements AutoCloseable {
        private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        private final AtomicInteger started = new AtomicInteger();
        private volatile boolean over;

        Service() throws IOException {
            server.createContext("/", this::answer);
            server.setExecutor(Executors.newFixedThreadPool(32, task -> {
                Thread thread = new Thread(task, "service");
                thread.setDaemon(true);
                return thread;
            }));
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                byte[] body = body(exchange.getRequestMethod(), exchange.getRequestURI().getPath())
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }

        private String body(String method, String path) {
            if (path.endsWith("/queue")) {
                return queue();
            }
            if (method.equals("POST")) {
                return "{\"run_id\":\"run-" + started.incrementAndGet() + "\"}";
            }
            if (path.endsWith("/metadata")) {
                return "{\"metadata\":{\"status_v2\":\"" + (over ? "succeeded" : "running") + "\",\"output_size\":15}}";
            }
            return path.endsWith("/runs") ? "{\"runs\":[]}" : "{\"output\":{\"done\":true}}";
        }

        private String queue() {
            StringBuilder rows = new StringBuilder("{\"runs\":[");
            for (int i = 1; !over && i <= started.get(); i++) {
                rows.append(i == 1 ? "" : ",").append("{\"id\":\"run-").append(i).append(
                        "\",\"application_id\":\"routing\",\"created_at\":\"2026-01-01T00:00:00Z\",\"status_v2\":\"running\"}");
            }
            return rows.append("]}").toString();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /**
     * Prints a line for each number of files, and writes it as JSON.
     *
     * @param args the numbers
     */
    public static void main(String[] args) throws Exception {
        // Else the JDK's server waits 40 ms for an acknowledgement in each answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        for (String count : args) {
            look(Integer.parseInt(count));
        }
        System.exit(0);
    }

    private static void look(int files) throws Exception {
        Path folder = Files.createTempDirectory("nextmv-inbox-");
        try (Service service = new Service()) {
            fill(Files.createDirectories(folder.resolve("data/inbox")), files);
            Map<String, String> settings = GatewayProcess.measured(service.url(), folder.resolve("data"));
            long begun = System.nanoTime();
            try (GatewayProcess gateway = GatewayProcess.start(folder, "gateway", JVM, settings)) {
                WaitingBench.until("a file is submitted", () -> service.started.get() > 0, gateway);
                double first = WaitingBench.seconds(begun);
                WaitingBench.until("no more are taken", () -> service.started.get() >= IN_FLIGHT, gateway);
                boolean inOrder = areOldest(folder, IN_FLIGHT);
                Thread.sleep(LOOKED_AT.toMillis() / 4);
                long cpu = WaitingBench.ticks(gateway.pid());
                Thread.sleep(LOOKED_AT.toMillis());
                double core = (WaitingBench.ticks(gateway.pid()) - cpu) * 1.0 / LOOKED_AT.toSeconds();
                long heap = WaitingBench.heap(gateway.pid());
                service.over = true;
                long before = WaitingBench.ticks(gateway.pid());
                long taking = System.nanoTime();
                WaitingBench.until("so many are delivered", () -> WaitingBench.entries(folder.resolve("data/archive"))
                        >= DELIVERED, gateway);
                double each = (WaitingBench.ticks(gateway.pid()) - before) * 10.0
                        / WaitingBench.entries(folder.resolve("data/archive"));
                double wall = WaitingBench.seconds(taking);
                inOrder &= areOldest(folder, WaitingBench.entries(folder.resolve("data/archive")));
                long most = Long.parseLong(WaitingBench.status(gateway.pid(), "VmHWM").split(" ")[0]) / 1024;
                long after = WaitingBench.heap(gateway.pid());
                BenchFile.of("inbox", "bench/inbox " + files, List.of(BenchFile.row("files", files, "first_s",
                        WaitingBench.rounded(first), "full_cpu_percent", WaitingBench.rounded(core), "full_heap_mib", heap >> 20,
                        "cpu_ms_a_file", WaitingBench.rounded(each), "delivered_s", WaitingBench.rounded(wall), "heap_mib",
                        after >> 20, "resident_mib", most, "oldest_first", Boolean.toString(inOrder))))
                        .write("inbox-" + files);
                System.out.printf("%,d files in the inbox: the first taken after %.1f s; with %,d in flight %.2f %% of a core,"
                        + " %d MiB of heap; then %,d delivered in %.1f s, %.2f ms CPU each, %d MiB of heap, %d MiB resident at"
                        + " most; the oldest first: %s%n", files, first, IN_FLIGHT, core, heap >> 20, DELIVERED, wall, each,
                        after >> 20, most, inOrder);
            }
        } finally {
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    /** Their names tell nothing of their age, as the folder's order does not. */
    private static void fill(Path inbox, int files) throws IOException {
        for (int i = 0; i < files; i++) {
            Path file = Files.writeString(inbox.resolve(name(i)), "{\"stops\":[]}");
            Files.setLastModifiedTime(file, FileTime.from(OLDEST.plusSeconds(i)));
        }
    }

    private static String name(int number) {
        return Integer.toHexString(Integer.reverse(number)) + ".json";
    }

    /** So many at least have left the inbox: none of the oldest is still there. */
    private static boolean areOldest(Path folder, int taken) {
        for (int i = 0; i < taken; i++) {
            if (Files.exists(folder.resolve("data/inbox").resolve(name(i)))) {
                return false;
            }
        }
        return true;
    }
}
