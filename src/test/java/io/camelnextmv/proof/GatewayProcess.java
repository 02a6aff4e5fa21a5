package io.camelnextmv.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real jar as a process of its own. */
final class GatewayProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target", "camel-nextmv.jar").toAbsolutePath();
    /** What makes a start short; nothing that changes what the gateway does. */
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");
    private static final List<String> UNLIMITED = List.of("nextmv.limit.runs", "nextmv.limit.results", "nextmv.limit.requests");
    private final Process process;
    private final Path log;
    private final Thread guard;

    /**
     * @param url  a service that takes every key
     * @param home its home
     * @return what a gateway needs that is measured, as it ships else; to be added to
     */
    static Map<String, String> measured(String url, Path home) {
        return new LinkedHashMap<>(Map.of("nextmv.url", url, "nextmv.api-key", "bench", "nextmv.application-id", "routing",
                "nextmv.home", home.toString()));
    }

    /**
     * Starts it.
     *
     * @param folder   the folder it is started in; its log goes there
     * @param name     the log's name
     * @param jvm      arguments of the JVM
     * @param settings the gateway's settings
     */
    static GatewayProcess start(Path folder, String name, List<String> jvm, Map<String, String> settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK);
        command.addAll(jvm);
        // Nobody waits for turns but where that is what a proof is about.
        UNLIMITED.stream().filter(key -> !settings.containsKey(key)).forEach(key -> command.add("-D" + key + "="));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-jar");
        command.add(JAR.toString());
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing: run mvn package first");
        }
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("NEXTMV_") || key.startsWith("CAMEL_"));
        try {
            return new GatewayProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GatewayProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.guard = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(guard);
    }

    /** SIGKILL; comes back when the process is dead. */
    void kill() {
        process.destroyForcibly();
        exitCode(Duration.ofSeconds(30));
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Waits for a while; whether it has ended by then. */
    boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for its end. */
    int exitCode(Duration atMost) {
        if (!endsWithin(atMost)) {
            throw new AssertionError("the gateway still lives after " + atMost + ":\n" + log());
        }
        return process.exitValue();
    }

    String log() {
        try {
            // It is being written: half a letter at its end is no error.
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(guard);
    }
}
