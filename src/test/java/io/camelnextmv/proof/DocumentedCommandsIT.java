package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.ShellBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of README and {@code docs/} do what is said of them. They are run as they stand there, in a folder of their
 * own that has the packaged jar, but for the ports of this machine, and for the packaging, which was done before.
 */
@Tag("proof")
class DocumentedCommandsIT {
    private static final Path TOP = Path.of("").toAbsolutePath();
    private static final Duration AT_MOST = Duration.ofMinutes(2);
    private static final String STOPS =
            "{\"stops\": [{\"id\": \"a\", \"x\": 0, \"y\": 0}, {\"id\": \"b\", \"x\": 3, \"y\": 4}]}";
    @TempDir
    private Path folder;
    private final int sandbox = FreePort.next();
    private final int server = FreePort.next();
    private final int management = FreePort.next();
    private final int broker = FreePort.next();
    private final Deque<Process> running = new ArrayDeque<>();
    private final List<Path> logs = new ArrayList<>();

    @BeforeEach
    void aFolderWithTheJar() throws IOException {
        Files.createSymbolicLink(folder.resolve("target"), TOP.resolve("target"));
    }

    @AfterEach
    void nothingRunsOn() throws IOException {
        while (!running.isEmpty()) {
            Process process = running.pop();
            List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(one -> one.onExit().join());
        }
        Files.delete(folder.resolve("target"));
    }

    @Test
    void theDemo() throws Exception {
        assertThat(run(commands("theDemo"))).contains("\nEvery file came to the place that was expected");
    }

    @Test
    void aFirstInput() throws Exception {
        String[] lines = commands("aFirstInput").split("(?=\necho )", 2);
        start(lines[0]);
        until("the gateway has made its inbox", () -> Files.isDirectory(data("inbox")));
        run(lines[1]);

        until("its output is there", () -> Files.exists(data("outbox/first.json")));
        assertThat(data("outbox/first.json")).content().contains("\"length\"");
    }

    @Test
    void steering() throws Exception {
        sandboxAndGateway();
        drop("orders.json.nextmv.yaml", "options: {duration: 1h}\n");
        drop("orders.json", STOPS);
        until("the run is waited for", () -> run("java -jar target/camel-nextmv.jar status").contains("waiting"));
        for (String command : commands("steering").split("\n")) {
            String said = run(command);
            if (command.contains(" cancel ")) {
                until("it is canceled", () -> Files.exists(data("canceled/orders.error.json")));
            } else if (command.contains(" retry ")) {
                until("it is taken again", () -> !Files.exists(data("canceled/orders.json")));
            } else {
                assertThat(said).contains("orders.json");
            }
        }
    }

    @Test
    void health() throws Exception {
        start("java -jar target/camel-nextmv.jar sandbox");
        String[] lines = commands("health").split("(?=\ncurl )", 2);
        start(lines[0]);

        until("it is up", () -> run(lines[1]).contains("\"UP\""));
    }

    @Test
    void sandbox() throws Exception {
        start(commands("sandbox"));
        until("the gateway has made its inbox", () -> Files.isDirectory(data("inbox")));
        drop("orders.json", STOPS);

        until("its output is there", () -> Files.exists(data("outbox/orders.json")));
    }

    @Test
    void http() throws Exception {
        start("java -jar target/camel-nextmv.jar sandbox");
        start("java -Dcamel.main.profile=http -jar target/camel-nextmv.jar");
        Files.writeString(folder.resolve("orders.json"), STOPS);
        String[] lines = commands("http").split("\n");
        StringBuilder taken = new StringBuilder();
        until("it is taken", () -> {
            taken.setLength(0);
            return taken.append(run(lines[0])).indexOf("202") >= 0;
        });
        String ticket = taken.toString().replaceAll("(?s).*\"ticket\" *: *\"([^\"]+)\".*", "$1");

        until("it is done", () -> run(lines[1].replace("TICKET", ticket)).matches("(?s).*\"state\" *: *\"done\".*"));
        run(lines[2].replace("TICKET", ticket));
        assertThat(folder.resolve("output")).content().contains("\"length\"");
    }

    @Test
    void jms() throws Exception {
        start(commands("jms"));
        until("the gateway has made its inbox", () -> Files.isDirectory(data("inbox")));
        drop("orders.json", STOPS);

        until("its answer is in the queue", this::delivered);
        assertThat(data("outbox/orders.json")).doesNotExist();
    }

    @Test
    void manyGateways() throws Exception {
        start("java -jar target/camel-nextmv.jar sandbox");
        start(commands("manyGateways"));
        until("the gateway has made its inbox", () -> Files.isDirectory(data("inbox")));
        drop("orders.json", STOPS);

        until("its answer is in the queue", this::delivered);
    }

    private boolean delivered() throws Exception {
        return run("java -jar target/camel-nextmv.jar status").matches("(?s).*\ndelivered +1\n.*");
    }

    private void sandboxAndGateway() throws Exception {
        start("java -jar target/camel-nextmv.jar sandbox & java -jar target/camel-nextmv.jar");
        until("the gateway has made its inbox", () -> Files.isDirectory(data("inbox")));
    }

    private Path data(String name) {
        return folder.resolve("data").resolve(name);
    }

    private void drop(String name, String text) throws IOException {
        Path aside = Files.writeString(data("inbox/." + name), text);
        Files.move(aside, data("inbox/" + name), StandardCopyOption.ATOMIC_MOVE);
    }

    private String commands(String method) throws IOException {
        return ShellBlocks.runBy("DocumentedCommandsIT." + method)
                .replaceAll("(?m)^\\./mvnw -q -DskipTests package(?: && |\n)", "")
                .replace("bench/broker", TOP.resolve("bench/broker") + " " + broker)
                .replace("127.0.0.1:8089", "127.0.0.1:" + sandbox).replace("127.0.0.1:8090", "127.0.0.1:" + server)
                .replace("127.0.0.1:8088", "127.0.0.1:" + management).strip();
    }

    private Process shell(String commands, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", commands + "\nwait").directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(key -> key.startsWith("NEXTMV_") || key.startsWith("CAMEL_"));
        environment.put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + environment.get("PATH"));
        environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        environment.putAll(Map.of("NEXTMV_URL", "http://127.0.0.1:" + sandbox, "NEXTMV_API_KEY", "sandbox",
                "NEXTMV_APPLICATION_ID", "demo", "NEXTMV_SANDBOX_PORT", Integer.toString(sandbox),
                "NEXTMV_SANDBOX_RUN_TIME", "100ms", "NEXTMV_WEBHOOK_PORT", Integer.toString(server),
                "CAMEL_MANAGEMENT_PORT", Integer.toString(management),
                "NEXTMV_JMS_URL", "tcp://127.0.0.1:" + broker));
        Process process = builder.start();
        running.push(process);
        return process;
    }

    private void start(String commands) throws IOException {
        Path log = folder.resolve("started-" + logs.size() + ".log");
        logs.add(log);
        shell(commands, log);
    }

    /** @return what they said; they must come to an end */
    private String run(String commands) throws Exception {
        Path log = Files.createTempFile(folder, "run", ".log");
        Process process = shell(commands, log);
        assertThat(process.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)).as(commands).isTrue();
        running.remove(process);
        return Files.readString(log);
    }

    private void until(String what, Callable<Boolean> condition) {
        try {
            Awaitility.await(what).atMost(AT_MOST).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(100))
                    .until(condition);
        } catch (RuntimeException e) {
            logs.forEach(log -> {
                try {
                    e.addSuppressed(new AssertionError(log + "\n" + Files.readString(log)));
                } catch (IOException unreadable) {
                    e.addSuppressed(unreadable);
                }
            });
            throw e;
        }
    }
}
