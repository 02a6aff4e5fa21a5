package io.camelnextmv.proof;

import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.sandbox.SandboxSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A service, a faulty way to it, folders, inputs, and gateways that live and die on them. */
final class Scene implements AutoCloseable {
    private static final String APPLICATION = "proof";
    private static final Duration AT_MOST = Duration.ofMinutes(3);
    private final Path folder;
    private final Sandbox sandbox;
    private final FaultyProxy proxy;
    private final Inputs inputs;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<GatewayProcess> gateways = new ArrayList<>();
    private final Thread canceler = new Thread(this::cancelSome, "canceler");
    private volatile boolean closed;

    Scene(Path folder, Random random) throws IOException {
        this.folder = folder;
        this.sandbox = new Sandbox(SandboxSettings.defaults().withPort(0).withRunTime(Duration.ofMillis(50))
                .withConcurrency(8).withListLag(Duration.ofMillis(60))).start();
        this.proxy = new FaultyProxy(URI.create(sandbox.url()).getPort());
        this.inputs = new Inputs(home().resolve("inbox"), folder.resolve("aside"), random);
        settings.put("nextmv.url", proxy.url());
        settings.put("nextmv.api-key", "sandbox");
        settings.put("nextmv.application-id", APPLICATION);
        settings.put("nextmv.home", home().toString());
        settings.put("nextmv.inbox.settle", "0s");
        settings.put("nextmv.inbox.delay", "20ms");
        settings.put("nextmv.poll.initial-delay", "20ms");
        settings.put("nextmv.poll.delay", "20ms");
        settings.put("nextmv.poll.max-delay", "100ms");
        settings.put("nextmv.submit.look-up-delay", "30ms");
        settings.put("nextmv.retry.delay", "20ms");
        settings.put("nextmv.retry.max-delay", "100ms");
        settings.put("nextmv.durability", "os");
        canceler.setDaemon(true);
        canceler.start();
    }

    /** Changes a setting for the gateways that are started from here on. */
    Scene with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    Path home() {
        return folder.resolve("home");
    }

    Path work() {
        return home().resolve("work");
    }

    Inputs inputs() {
        return inputs;
    }

    FaultyProxy proxy() {
        return proxy;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /** Starts one more gateway on these folders. */
    GatewayProcess start(List<String> jvm) {
        return startPlain(Stream.concat(ClassArchive.jvm().stream(), jvm.stream()).toList());
    }

    /** The same with no other arguments than these. */
    GatewayProcess startPlain(List<String> jvm) {
        GatewayProcess gateway = GatewayProcess.start(folder, "gateway-" + (gateways.size() + 1), jvm, settings);
        gateways.add(gateway);
        return gateway;
    }

    GatewayProcess start() {
        return start(List.of());
    }

    /** @return how many gateways were started */
    int lives() {
        return gateways.size();
    }

    /** @return the folders of the open tickets */
    List<Path> tickets() {
        return list(work()).stream().filter(Files::isDirectory).toList();
    }

    boolean isAllDelivered() {
        return list(home().resolve("inbox")).isEmpty() && tickets().isEmpty()
                && list(home().resolve("archive")).size() == inputs.count();
    }

    /** Waits until nothing is on its way. */
    void awaitAllDelivered(GatewayProcess gateway) {
        try {
            Awaitility.await().atMost(AT_MOST).pollInterval(Duration.ofMillis(20)).failFast(() -> !gateway.isAlive())
                    .until(this::isAllDelivered);
        } catch (RuntimeException e) {
            throw new AssertionError("not everything was delivered: inbox " + list(home().resolve("inbox")) + ", work "
                    + tickets() + ", archive " + list(home().resolve("archive")).size() + " of " + inputs.count()
                    + "\n" + gateway.log(), e);
        }
    }

    /** Starts a last gateway that nothing befalls, waits until it has delivered everything, and counts. */
    Account lastLife() throws IOException {
        proxy.behave();
        try (GatewayProcess last = start()) {
            awaitAllDelivered(last);
        }
        return account();
    }

    /** Counts. */
    Account account() throws IOException {
        return Account.of(home(), inputs, sandbox);
    }

    static List<Path> list(Path folder) {
        return FileTree.in(folder);
    }

    /** Somebody cancels the runs that are named so, if they can still be canceled. */
    private void cancelSome() {
        HttpClient client = HttpClient.newHttpClient();
        Set<String> seen = new HashSet<>();
        while (!closed) {
            for (RunView run : sandbox.runs()) {
                if (seen.add(run.id()) && run.name().contains("cancel") && run.status().active()) {
                    cancel(client, run);
                }
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void cancel(HttpClient client, RunView run) {
        try {
            client.send(HttpRequest.newBuilder(URI.create(sandbox.url() + "/v1/applications/" + APPLICATION + "/runs/"
                    + run.id() + "/cancel")).method("PATCH", HttpRequest.BodyPublishers.noBody())
                    .header("Authorization", "Bearer sandbox").build(), BodyHandlers.discarding());
        } catch (IOException e) {
            // It has ended, or the scene has.
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        gateways.forEach(GatewayProcess::close);
        proxy.close();
        sandbox.close();
    }
}
