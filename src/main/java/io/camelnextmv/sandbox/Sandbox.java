package io.camelnextmv.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Nextmv Cloud of one process: it serves the run API (see the vendor's public documentation), and makes a small
 * decision, a round tour, for every run. Runs live in memory and end with it; large payloads are temporary files that
 * {@link #close()} deletes. Safe for use by many threads.
 */
public final class Sandbox implements AutoCloseable {
    private static final int HTTP_THREADS = 16;
    private static final int TIMER_THREADS = 2;
    private static final int BACKLOG = 1024;

    private final SandboxSettings settings;
    private final Ids ids = new Ids();
    private final RequestCounts counts = new RequestCounts();
    private final Uploads uploads = new Uploads(ids);
    private final ScheduledThreadPoolExecutor timers;
    private final ThreadPoolExecutor requests;
    private final PayloadStore store;
    private final RunBoard board;
    private final Deletion deletion;
    private final HttpServer server;
    private final String url;

    /**
     * Takes the port; nothing is answered before {@link #start()}.
     *
     * @param settings how it behaves
     * @throws IOException if the port is taken or no temporary folder can be made
     */
    public Sandbox(SandboxSettings settings) throws IOException {
        this.settings = settings;
        // Read once when the server's classes load; without it each small answer waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), BACKLOG);
        store = storeOrStop(server);
        url = "http://" + authority();
        timers = new ScheduledThreadPoolExecutor(TIMER_THREADS, threads("sandbox-run-"));
        timers.setRemoveOnCancelPolicy(true);
        requests = new ThreadPoolExecutor(HTTP_THREADS, HTTP_THREADS, 10, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), threads("sandbox-http-"));
        requests.allowCoreThreadTimeOut(true);

        Webhooks webhooks = new Webhooks(ids);
        RunWorker worker = new RunWorker(timers, store, settings.runTime());
        WebhookSender sender = new WebhookSender(settings, webhooks, timers);
        board = new RunBoard(settings.concurrency(), settings.listLag(), worker::start, sender::changed);
        deletion = new Deletion(board, worker, store);
        Presigner presigner = new Presigner();
        Links links = new Links(url, presigner, settings.linkLifetime());
        Map<Endpoint, Handler> handlers = new EnumMap<>(Endpoint.class);
        new SubmitEndpoints(settings, board, uploads, store, links, ids).register(handlers);
        new RunEndpoints(settings, board, worker, links, deletion).register(handlers);
        new ListEndpoints(settings, board).register(handlers);
        new ApplicationEndpoints(settings, board).register(handlers);
        new StorageEndpoints(presigner, uploads, board, store).register(handlers);
        new WebhookEndpoints(webhooks, sender, ids).register(handlers);
        HttpFront front = new HttpFront(settings.apiKey(), handlers, counts,
                new TokenBuckets(settings.limits(), System::nanoTime), ids);
        server.createContext("/", front::handle);
        server.setExecutor(requests);
    }

    /**
     * Begins to answer.
     *
     * @return this sandbox
     */
    public Sandbox start() {
        server.start();
        return this;
    }

    /** @return the base URL, for example {@code http://127.0.0.1:8089} */
    public String url() {
        return url;
    }

    /** @return every run there is, oldest first */
    public List<RunView> runs() {
        return board.all().stream().map(Run::view).toList();
    }

    /**
     * @param id a run's id
     * @return the run, if there is one
     */
    public Optional<RunView> run(String id) {
        return board.find(id).map(Run::view);
    }

    /**
     * @param id a run's id
     * @return its input, byte for byte as it was sent; empty if there is no such run. The caller closes the stream.
     * @throws IOException if its file cannot be opened
     */
    public Optional<InputStream> openInput(String id) throws IOException {
        Optional<Run> run = board.find(id);
        return run.isPresent() ? Optional.of(run.get().input().open()) : Optional.empty();
    }

    /**
     * @param id a run's id
     * @return the SHA-256 of its input in lower-case hex; empty if there is no such run. Reads the whole input.
     * @throws IOException if its file cannot be read
     */
    public Optional<String> inputSha256(String id) throws IOException {
        Optional<Run> run = board.find(id);
        return run.isPresent() ? Optional.of(run.get().input().sha256()) : Optional.empty();
    }

    /**
     * @param id a run's id
     * @return its output; empty if there is no such run or it has none (yet). The caller closes the stream.
     * @throws IOException if its file cannot be opened
     */
    public Optional<InputStream> openOutput(String id) throws IOException {
        Optional<Payload> output = board.find(id).flatMap(run -> run.progress().output());
        return output.isPresent() ? Optional.of(output.get().open()) : Optional.empty();
    }

    /**
     * Deletes a run as {@code DELETE} does: it is unknown from now on. One that is queued or running ends without an
     * event.
     *
     * @param id a run's id
     * @return whether there was such a run
     */
    public boolean delete(String id) {
        Optional<Run> run = board.find(id);
        run.ifPresent(deletion::delete);
        return run.isPresent();
    }

    /**
     * Registers a managed input, for new runs with this {@code input_id} in any application.
     *
     * @param inputId its id
     * @param input   its bytes
     * @throws IOException if it cannot be stored
     */
    public void addInput(String inputId, byte[] input) throws IOException {
        uploads.manage(inputId, store.keep(input));
    }

    /** @return how many requests have come to each endpoint so far, refused ones included; every endpoint is there */
    public Map<Endpoint, Long> requests() {
        return counts.all();
    }

    /**
     * @param endpoint an endpoint
     * @return how many requests have come to it so far, refused ones included
     */
    public long requests(Endpoint endpoint) {
        return counts.all().get(endpoint);
    }

    /** Stops at once, in the middle of runs and requests too, and deletes the temporary files. */
    @Override
    public void close() throws IOException {
        server.stop(0);
        timers.shutdownNow();
        requests.shutdownNow();
        try {
            // A request that still writes a file would leave it behind.
            requests.awaitTermination(2, TimeUnit.SECONDS);
            timers.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }

    /** A server that nobody can close must not keep the port. */
    private static PayloadStore storeOrStop(HttpServer server) throws IOException {
        try {
            return new PayloadStore();
        } catch (IOException e) {
            server.stop(0);
            throw e;
        }
    }

    private String authority() {
        InetSocketAddress address = server.getAddress();
        boolean everywhere = address.getAddress().isAnyLocalAddress();
        String host = everywhere ? "127.0.0.1" : settings.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static ThreadFactory threads(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
