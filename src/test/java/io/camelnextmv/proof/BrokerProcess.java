package io.camelnextmv.proof;

import io.camelnextmv.bus.SharedBroker;
import io.camelnextmv.fixture.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A real Artemis as a process of its own, that can be killed and started again on what it has kept. */
final class BrokerProcess implements AutoCloseable {
    private static final Duration AT_MOST = Duration.ofMinutes(1);
    private final Path folder;
    private final int port;
    private final Thread guard = new Thread(this::destroy);
    private Process process;
    private int lives;

    BrokerProcess(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.port = FreePort.next();
        Runtime.getRuntime().addShutdownHook(guard);
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Starts it; comes back when it listens. */
    BrokerProcess start() throws IOException {
        Path log = folder.resolve("broker-" + ++lives + ".log");
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                SharedBroker.class.getName(), folder.resolve("data").toString(), Integer.toString(port))
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Awaitility.await("the broker listens").atMost(AT_MOST).pollInterval(Duration.ofMillis(20))
                .failFast(() -> !process.isAlive()).until(() -> Files.readString(log).contains("listening on"));
        return this;
    }

    /** SIGKILL; comes back when it is dead. */
    void kill() {
        destroy();
    }

    private void destroy() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void close() {
        destroy();
        Runtime.getRuntime().removeShutdownHook(guard);
    }
}
