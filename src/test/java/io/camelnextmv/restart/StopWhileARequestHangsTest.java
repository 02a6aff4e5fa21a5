package io.camelnextmv.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The process ends when it is told to, whatever the service does. */
@DisabledOnOs(OS.WINDOWS)
class StopWhileARequestHangsTest {
    @TempDir
    private Path home;

    @Test
    void aRequestThatIsNeverAnsweredDoesNotHoldUpAStop() throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("inbox")).resolve("orders.json"), "{}");
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(60_000);
            Process gateway = gateway("http://127.0.0.1:" + silent.getLocalPort());
            try (Socket request = silent.accept()) {
                assertThat(request.getInputStream().read()).as("the request begins").isNotNegative();
                gateway.destroy();
                assertThat(gateway.waitFor(1, TimeUnit.MINUTES)).as("ends long before the request does").isTrue();
                assertThat(gateway.exitValue()).isZero();
            } finally {
                gateway.destroyForcibly();
            }
        }
        assertThat(home.resolve("errors")).isEmptyDirectory();
    }

    private Process gateway(String url) throws Exception {
        return new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dnextmv.home=" + home, "-Dnextmv.url=" + url, "-Dnextmv.api-key=key", "-Dnextmv.application-id=demo",
                "-Dnextmv.inbox.settle=0ms", "-Dnextmv.http.response-timeout=1h",
                "-cp", System.getProperty("java.class.path"), "io.camelnextmv.cli.CamelNextmv"))
                .redirectErrorStream(true).redirectOutput(new File(home.toFile(), "log")).start();
    }
}
