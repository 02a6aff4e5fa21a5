package io.camelnextmv.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Commands as the processes that they are: what they are given, where they print to, and how they are told to stop. */
class CommandProcessTest extends GatewayTest {
    private static final Duration AT_MOST = Duration.ofMinutes(1);
    private static final File FULL = new File("/dev/full");
    private final List<String> jvm = new ArrayList<>();

    static boolean isThereADiskThatIsFull() {
        return FULL.exists();
    }

    private Process start(String url, ProcessBuilder.Redirect out, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Duser.home=" + home, "-Djava.io.tmpdir=" + Files.createDirectories(temporary())));
        gateway(url).settings().forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CamelNextmv.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile()).redirectOutput(out)
                .redirectError(home.resolve("err.txt").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("NEXTMV_") || name.startsWith("JAVA_"));
        Process process = builder.start();
        closed(() -> process.destroyForcibly().waitFor());
        return process;
    }

    private Path temporary() {
        return home.resolve("temporary");
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)).as("it ends by itself").isTrue();
        return process.exitValue();
    }

    @Test
    void whatComesInIsSubmittedWhereverItsCallerIs() throws Exception {
        Path caller = Files.createDirectory(home.resolve("caller"));
        Files.writeString(caller.resolve("mine.json"), SQUARE);
        jvm.add("-Dcamelnextmv.caller=" + caller);

        Process submit = start("http://127.0.0.1:9", ProcessBuilder.Redirect.DISCARD, "submit", "--name", "today.json", "-");
        try (OutputStream in = submit.getOutputStream()) {
            in.write(SQUARE.getBytes(StandardCharsets.UTF_8));
        }
        int code = exitCode(submit);
        int named = exitCode(start("http://127.0.0.1:9", ProcessBuilder.Redirect.DISCARD, "submit", "mine.json"));

        assertThat(home.resolve("err.txt")).isEmptyFile();
        assertThat(List.of(code, named)).containsExactly(0, 0);
        assertThat(home.resolve("inbox/today.json")).hasContent(SQUARE);
        assertThat(home.resolve("inbox/mine.json")).hasContent(SQUARE);
    }

    @Test
    @EnabledIf("isThereADiskThatIsFull")
    void whatCannotBePrintedIsNoSuccess() throws Exception {
        Sandbox cloud = cloud(quick());
        Process submit = start(cloud.url(), ProcessBuilder.Redirect.to(FULL), "status", "--json");

        assertThat(exitCode(submit)).isEqualTo(1);
        assertThat(home.resolve("err.txt")).content().startsWith("camel-nextmv: what was printed").hasLineCount(1);
    }

    @Test
    void aSubmissionThatIsToldToStopLeavesNothingInTheInbox() throws Exception {
        Process submit = start("http://127.0.0.1:9", ProcessBuilder.Redirect.DISCARD, "submit", "--name", "today.json", "-");
        OutputStream in = submit.getOutputStream();
        in.write(SQUARE.getBytes(StandardCharsets.UTF_8));
        in.flush();
        await("it copies").atMost(AT_MOST).until(() -> !FileTree.in(home.resolve("inbox")).isEmpty());

        submit.destroy();

        exitCode(submit);
        assertThat(FileTree.in(home.resolve("inbox"))).isEmpty();
    }

    @Test
    void aFetchThatIsToldToStopLeavesNothingBehind() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Process result = start("http://127.0.0.1:" + silent.getLocalPort(), ProcessBuilder.Redirect.DISCARD, "result",
                    "devint-1");
            silent.accept();
            assertThat(FileTree.in(temporary())).isNotEmpty();

            result.destroy();

            exitCode(result);
            assertThat(FileTree.in(temporary())).isEmpty();
        }
    }
}
