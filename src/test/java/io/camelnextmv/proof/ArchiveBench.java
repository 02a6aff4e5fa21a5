package io.camelnextmv.proof;

import io.camelnextmv.bench.BenchFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a large archive costs: see bench/archive. */
public final class ArchiveBench {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    /** Younger than what is removed by default. */
    private static final Duration AGE = Duration.ofDays(20);
    private static final int RETURNED = 50;
    private static final String HEAP = Optional.ofNullable(System.getenv("BENCH_JVM")).orElse("-Xmx256m");

    private ArchiveBench() {
    }

    /** What a command has taken, in seconds. */
    private record Taken(double wall, double cpu) {
    }

    /**
     * Prints a line for each number of tickets, and writes it as JSON.
     *
     * @param args the numbers
     */
    public static void main(String[] args) throws Exception {
        for (String count : args) {
            look(Integer.parseInt(count));
        }
        System.exit(0);
    }

    private static void look(int count) throws Exception {
        Path folder = Files.createTempDirectory("nextmv-archive-");
        try {
            Taken empty = status(Files.createDirectories(folder.resolve("empty")));
            Path home = folder.resolve("data");
            fill(Files.createDirectories(home.resolve("archive")), count);
            Taken each = status(home);
            long begun = System.nanoTime();
            try (GatewayProcess gateway = GatewayProcess.start(folder, "gateway", List.of(HEAP), settings(home))) {
                Path note = home.resolve("control/retention.json");
                // A twentieth of a second in each second: as long as it takes.
                while (gateway.isAlive() && !holds(note, "\"ends\":{")) {
                    Thread.sleep(1000);
                }
                double counted = WaitingBench.seconds(begun);
                double cpu = WaitingBench.ticks(gateway.pid()) / 100.0;
                long heap = WaitingBench.heap(gateway.pid());
                long most = Long.parseLong(WaitingBench.status(gateway.pid(), "VmHWM").split(" ")[0]) / 1024;
                Taken known = status(home);
                BenchFile.of("archive", "bench/archive " + count, List.of(BenchFile.row("tickets", count, "status_empty_cpu_s",
                        empty.cpu(), "status_each_cpu_s", each.cpu(), "status_cpu_s", known.cpu(), "status_s", known.wall(),
                        "counted_s", WaitingBench.rounded(counted), "counted_cpu_s", cpu, "heap_mib", heap >> 20,
                        "resident_mib", most))).write("archive-" + count);
                System.out.printf("%,d tickets in the archive: status %.2f CPU-s (%.2f s) once a gateway has counted them, %.2f"
                        + " CPU-s before, %.2f with none; counted %.0f s after the start by %.1f CPU-s in all, %d MiB of heap,"
                        + " %d MiB resident at most%n", count, known.cpu(), known.wall(), each.cpu(), empty.cpu(), counted, cpu,
                        heap >> 20, most);
            }
        } finally {
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    private static Map<String, String> settings(Path home) {
        return Map.of("nextmv.url", "http://127.0.0.1:9", "nextmv.api-key", "bench", "nextmv.application-id", "routing",
                "nextmv.home", home.toString());
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    /** The command, by a shell that says what it has taken. */
    private static Taken status(Path home) throws Exception {
        StringBuilder command = new StringBuilder("TIMEFORMAT='%R %U %S'; time java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC ")
                .append(HEAP);
        settings(home).forEach((name, value) -> command.append(" -D").append(name).append('=').append(value));
        command.append(" -jar ").append(Path.of("target", "camel-nextmv.jar").toAbsolutePath()).append(" status");
        Process shell = new ProcessBuilder("bash", "-c", command.toString()).redirectErrorStream(true).start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (shell.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        String[] times = said.lines().reduce("", (first, last) -> last).split(" ");
        return new Taken(Double.parseDouble(times[0]),
                WaitingBench.rounded(Double.parseDouble(times[1]) + Double.parseDouble(times[2])));
    }

    /** As gateways leave them: one of fifty came back with a report. */
    private static void fill(Path archive, int count) throws IOException {
        Instant oldest = Instant.now().minus(AGE);
        for (int i = 0; i < count; i++) {
            Instant taken = oldest.plusSeconds((long) i * AGE.toSeconds() / (count + 1));
            String id = NAME.format(taken) + String.format("-a1b2-%04d", i);
            Path ticket = Files.createDirectory(archive.resolve(id));
            Files.writeString(Files.createDirectory(ticket.resolve("input")).resolve("orders.json"), "{\"stops\":[]}");
            Files.writeString(ticket.resolve("ticket.json"), "{\"id\":\"" + id + "\",\"file\":\"orders.json\",\"state\":"
                    + "\"DELIVERED\",\"application_id\":\"routing\",\"claimed_at\":\"" + taken + "\",\"run_id\":\"run-" + i + "\"}");
            if (i % RETURNED == 0) {
                Files.writeString(ticket.resolve("report.json"), "{\"file\":\"orders.json\",\"ticket\":\"" + id
                        + "\",\"application_id\":\"routing\",\"status\":\"failed\"}");
            }
        }
    }
}
