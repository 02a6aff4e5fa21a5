package io.camelnextmv.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.FileTree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The floor under {@code bench/runs}: a plain loop of HTTP calls on plain threads that does for each input what has to be done,
 * and nothing else. It writes nothing down, forces nothing to the disk, retries nothing and keeps no limit: one answer that is
 * lost, and an input is.
 */
public final class PlainLoop {
    private static final Duration FIRST_CHECK = Duration.ofMillis(500);
    private static final Duration NEXT_CHECK = Duration.ofMillis(500);
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String runs;
    private final Path outputs;

    private PlainLoop(String url, Path outputs) {
        this.runs = url + "/v1/applications/routing/runs";
        this.outputs = outputs;
    }

    /**
     * Prints runs, processor time in seconds with the JVM's start, and wall time.
     *
     * @param args the service's address, the folder of the inputs, the folder for outputs, the number of threads
     */
    public static void main(String[] args) throws Exception {
        long begun = System.nanoTime();
        PlainLoop loop = new PlainLoop(args[0], Files.createDirectories(Path.of(args[2])));
        ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(args[3]), PlainLoop::daemon);
        Path inbox = Path.of(args[1]);
        List<Path> inputs = FileTree.names(inbox).stream().map(inbox::resolve).toList();
        List<Future<?>> all = inputs.stream().<Future<?>>map(input -> threads.submit(() -> {
            loop.run(input);
            return null;
        })).toList();
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();
        double cpu = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime() / 1e9;
        System.out.printf(Locale.ROOT, "%d %.2f %.2f%n", all.size(), cpu, (System.nanoTime() - begun) / 1e9);
    }

    /** A loop that has failed ends. */
    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    private void run(Path input) throws IOException, InterruptedException {
        JsonNode content = JSON.readTree(Files.readAllBytes(input));
        String id = ask(request(runs).POST(HttpRequest.BodyPublishers.ofString("{\"input\":" + content + "}"))).path("run_id")
                .asText();
        Thread.sleep(FIRST_CHECK.toMillis());
        while (!ask(request(runs + "/" + id + "/metadata")).path("metadata").path("status_v2").asText().equals("succeeded")) {
            Thread.sleep(NEXT_CHECK.toMillis());
        }
        Files.write(outputs.resolve(input.getFileName()), JSON.writeValueAsBytes(ask(request(runs + "/" + id)).path("output")));
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).header("Authorization", "Bearer sandbox").header("Content-Type",
                "application/json");
    }

    private JsonNode ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("status " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }
}
