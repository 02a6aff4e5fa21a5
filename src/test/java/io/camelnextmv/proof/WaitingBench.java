package io.camelnextmv.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.camelnextmv.bench.BenchFile;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** What runs cost that are waited for: see bench/waiting. */
public final class WaitingBench {
    private static final Duration LOOKED_AT = Duration.ofSeconds(60);
    private static final Duration AT_MOST = Duration.ofMinutes(20);
    private static final long SETTLES_MS = 2;
    private static final long TICKS = 100;
    private static final List<String> JVM = List.of(Optional.ofNullable(System.getenv("BENCH_JVM")).orElse("-Xmx512m").split(" "));

    private WaitingBench() {
    }

    /**
     * A service whose runs go on until they all end at once. It names them in the account's queue while they do.
     */
    private static final class Service implements AutoCloseable {
        private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        private final AtomicLong requests = new AtomicLong();
        private final AtomicLong looks = new AtomicLong();
        private final AtomicInteger started = new AtomicInteger();
        private final byte[] queue;
        private volatile boolean over;

        Service(int runs) throws IOException {
            StringBuilder rows = new StringBuilder("{\"runs\":[");
            for (int i = 0; i < runs; i++) {
                rows.append(i == 0 ? "" : ",").append("{\"id\":\"").append(run(i)).append(
                        "\",\"application_id\":\"routing\",\"created_at\":\"2026-01-01T00:00:00Z\",\"status_v2\":\"running\"}");
            }
            queue = rows.append("]}").toString().getBytes(StandardCharsets.UTF_8);
            server.createContext("/", this::answer);
            server.setExecutor(Executors.newFixedThreadPool(32, task -> {
                Thread thread = new Thread(task, "service");
                thread.setDaemon(true);
                return thread;
            }));
            server.start();
        }

        static String run(int number) {
            return "routing-run-" + number;
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                requests.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                byte[] body = body(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
                exchange.sendResponseHeaders(200, body.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }

        private byte[] body(String method, String path) {
            if (path.endsWith("/queue")) {
                looks.incrementAndGet();
                return over ? bytes("{\"runs\":[]}") : queue;
            }
            if (method.equals("POST")) {
                return bytes("{\"run_id\":\"new-run-" + started.incrementAndGet() + "\"}");
            }
            if (path.endsWith("/metadata")) {
                return bytes("{\"metadata\":{\"status_v2\":\"" + (over ? "succeeded" : "running") + "\",\"output_size\":15}}");
            }
            return bytes(path.endsWith("/runs") ? "{\"runs\":[]}" : "{\"output\":{\"done\":true}}");
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /**
     * Prints a line for each number of runs, and writes it as JSON.
     *
     * @param args the numbers
     */
    public static void main(String[] args) throws Exception {
        // Else the JDK's server waits 40 ms for an acknowledgement in each answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        for (String count : args) {
            wait(Integer.parseInt(count));
        }
        System.exit(0);
    }

    private static void wait(int count) throws Exception {
        Path folder = Files.createTempDirectory("nextmv-waiting-");
        try (Service service = new Service(count)) {
            prepare(folder, count);
            Map<String, String> settings = GatewayProcess.measured(service.url(), folder.resolve("data"));
            settings.put("nextmv.max-in-flight", Integer.toString(count + 1000));
            settings.put("nextmv.durability", "os");
            long begun = System.nanoTime();
            try (GatewayProcess gateway = GatewayProcess.start(folder, "gateway", JVM, settings)) {
                drop(folder, "new.json");
                until("a new file is submitted", () -> service.started.get() == 1, gateway);
                double first = seconds(begun);
                // All are taken up, each has been looked at, and delays have grown.
                Thread.sleep(LOOKED_AT.toMillis() / 2 + count * SETTLES_MS);
                long cpu = ticks(gateway.pid());
                long requests = service.requests.get();
                long looks = service.looks.get();
                Thread.sleep(LOOKED_AT.toMillis());
                double core = (ticks(gateway.pid()) - cpu) * 100.0 / TICKS / LOOKED_AT.toSeconds();
                long asked = service.requests.get() - requests;
                long looked = service.looks.get() - looks;
                long heap = heap(gateway.pid());
                long threads = Long.parseLong(status(gateway.pid(), "Threads"));
                long resident = Long.parseLong(status(gateway.pid(), "VmRSS").split(" ")[0]) / 1024;
                service.over = true;
                long ended = System.nanoTime();
                long before = ticks(gateway.pid());
                // To look through the archive ten times a second would take as much of the machine as the gateway does.
                until("all are delivered", Duration.ofSeconds(1), () -> entries(folder.resolve("data/archive")) >= count,
                        gateway);
                double delivered = seconds(ended);
                double each = (ticks(gateway.pid()) - before) * 1000.0 / TICKS / count;
                long stopping = System.nanoTime();
                gateway.terminate();
                gateway.exitCode(Duration.ofMinutes(1));
                BenchFile.of("waiting", "bench/waiting " + count, List.of(BenchFile.row("waiting", count, "cpu_percent",
                        rounded(core), "cpu_ms_a_s_of_1000", rounded(core * 10_000 / count), "requests_a_minute", asked,
                        "looks_a_minute", looked, "heap_mib", heap >> 20, "heap_bytes_a_waiter", heap / count, "resident_mib",
                        resident, "threads", threads, "start_s", rounded(first), "delivered_s", rounded(delivered),
                        "deliver_cpu_ms", rounded(each), "stop_s", rounded(seconds(stopping))))).write("waiting-" + count);
                System.out.printf("%,d waiting: %.1f %% of a core, %d requests a minute (%d looks), %d MiB of heap (%.1f KiB a"
                        + " waiter), %d MiB resident, %d threads; start to the first new run %.1f s; all ended at once: delivered in"
                        + " %.1f s, %.2f ms CPU each; stop %.1f s%n", count, core, asked, looked, heap >> 20,
                        heap / 1024.0 / count, resident, threads, first, delivered, each, seconds(stopping));
            }
        } finally {
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    /** As a gateway has left it that died while they were waited for. */
    private static void prepare(Path folder, int count) throws IOException {
        Path data = folder.resolve("data");
        for (String name : List.of("work", "archive", "inbox")) {
            Files.createDirectories(data.resolve(name));
        }
        ObjectMapper mapper = ModelledGateway.MAPPER;
        TicketStore tickets = new TicketStore(data.resolve("work"), data.resolve("archive"), Durability.OS, mapper,
                Clock.systemUTC());
        Inbox inbox = new Inbox(data.resolve("inbox"), "routing", Optional.empty(), RunSpec.NONE);
        for (int i = 0; i < count; i++) {
            tickets.newTickets().adopt("orders-" + i + ".json", inbox, Service.run(i), Duration.ofHours(8), input -> {
                try {
                    Files.writeString(input, "{\"stops\":[]}");
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }
        tickets.close();
    }

    private static void drop(Path folder, String name) throws IOException {
        Path aside = Files.writeString(folder.resolve(name), "{\"stops\":[]}");
        Files.setLastModifiedTime(aside, java.nio.file.attribute.FileTime.from(java.time.Instant.now().minusSeconds(60)));
        Files.move(aside, folder.resolve("data/inbox").resolve(name));
    }

    static void until(String what, BooleanSupplier so, GatewayProcess gateway) throws Exception {
        until(what, Duration.ofMillis(100), so, gateway);
    }

    private static void until(String what, Duration apart, BooleanSupplier so, GatewayProcess gateway) throws Exception {
        long begun = System.nanoTime();
        while (!so.getAsBoolean()) {
            if (!gateway.isAlive() || seconds(begun) > AT_MOST.toSeconds()) {
                throw new IllegalStateException("it does not come that " + what + ":\n" + gateway.log());
            }
            Thread.sleep(apart.toMillis());
        }
    }

    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    static int entries(Path folder) {
        int count = 0;
        for (String name : FileTree.names(folder)) {
            count += name.startsWith(".") ? 0 : 1;
        }
        return count;
    }

    static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    static String status(long pid, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith(name + ":")).map(line -> line.substring(name.length() + 1).trim()).findFirst()
                .orElse("0");
    }

    /** What is reachable, in bytes: the histogram collects before it counts. */
    static long heap(long pid) throws Exception {
        Process histogram = new ProcessBuilder("jcmd", Long.toString(pid), "GC.class_histogram").redirectErrorStream(true).start();
        String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return text.lines().filter(line -> line.startsWith("Total")).map(line -> line.trim().split("\\s+"))
                .map(fields -> Long.parseLong(fields[2])).findFirst().orElse(0L);
    }
}
