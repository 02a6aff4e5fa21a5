package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that cannot go on ends, loudly, and whoever starts it again finds everything as it was. */
class FatalIT {
    private static final Duration AT_MOST = Duration.ofMinutes(2);
    private static final int FATAL = 70;
    private static final String MEMORY = """
            - bean:
                beanType: java.nio.ByteBuffer
                method: "allocate(2000000000)"
            """;
    private static final String CLASSES = """
            - bean:
                beanType: java.lang.System
                method: "loadLibrary('that-is-not-there')"
            """;
    private static final String ONLY_BAD = """
            - setProperty:
                name: Tried
                method:
                  ref: nextmvTickets
                  method: read
            - filter:
                simple: "${exchangeProperty.Tried.file} starts with 'bad'"
                steps:
            """ + MEMORY.indent(6);
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {MEMORY, CLASSES})
    void aFatalErrorEndsTheProcessWithOneLineAndTheNextStartGoesOnWithTheTicket(String error) throws Exception {
        try (Scene scene = new Scene(folder, new Random(1))) {
            breakChecks(error);
            drop(scene, "orders.json");
            GatewayProcess gateway = scene.start(List.of("-Xmx96m", "-XX:OnOutOfMemoryError=(sleep 60 && kill -9 %p) &"));

            assertThat(gateway.exitCode(AT_MOST)).as(gateway.log()).isEqualTo(FATAL);
            assertThat(gateway.log().lines().filter(line -> line.contains("exit code 70"))).hasSize(1);
            assertThat(scene.tickets()).hasSize(1);
            assertThat(scene.sandbox().runs()).hasSize(1);

            mend();
            GatewayProcess next = scene.start();
            await(next, () -> Files.exists(scene.home().resolve("outbox").resolve("orders.json")));
            assertThat(scene.sandbox().runs()).as("it was not run twice").hasSize(1);
        }
    }

    @Test
    void anInputThatIsFatalEachTimeEndsStuckAndTheOthersComeThrough() throws Exception {
        try (Scene scene = new Scene(folder, new Random(2))) {
            scene.with("nextmv.retry.max-unexpected", "3");
            breakChecks(ONLY_BAD);
            drop(scene, "bad.json");
            drop(scene, "good.json");
            List<Integer> exits = new ArrayList<>();
            // As a supervisor does.
            while (Scene.list(scene.home().resolve("archive")).size() < 2) {
                GatewayProcess gateway = scene.start(List.of("-Xmx96m"));
                Awaitility.await().atMost(AT_MOST).pollInterval(Duration.ofMillis(20)).until(() -> !gateway.isAlive()
                        || Scene.list(scene.home().resolve("archive")).size() == 2);
                if (!gateway.isAlive()) {
                    exits.add(gateway.exitCode(AT_MOST));
                }
                assertThat(exits).hasSizeLessThan(10);
            }

            assertThat(exits).containsExactly(FATAL, FATAL, FATAL);
            assertThat(Files.readString(scene.home().resolve("errors").resolve("bad.error.json"))).contains("\"stuck\"",
                    "OutOfMemoryError");
            assertThat(scene.home().resolve("outbox").resolve("good.json")).exists();
            assertThat(scene.sandbox().runs()).hasSize(2);
        }
    }

    private static void await(GatewayProcess gateway, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(AT_MOST).pollInterval(Duration.ofMillis(20)).failFast(() -> !gateway.isAlive())
                .until(condition);
    }

    /** The routes of the working folder win over those of the jar. */
    private void breakChecks(String step) throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        for (Path file : FileTree.in(Path.of("routes"))) {
            Files.copy(file, routes.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
        }
        Path await = routes.resolve("30-await.camel.yaml");
        String text = Files.readString(await);
        String begin = "        name: nextmv-check\n      steps:\n";
        assertThat(text).contains(begin);
        Files.writeString(await, text.replace(begin, begin + step.indent(8)));
    }

    private void mend() {
        FileTree.delete(folder.resolve("routes"));
    }

    private void drop(Scene scene, String name) throws IOException {
        Path inbox = Files.createDirectories(scene.home().resolve("inbox"));
        Path made = Files.writeString(folder.resolve(name), "{\"stops\":[]}");
        Files.move(made, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
