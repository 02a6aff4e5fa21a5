package io.camelnextmv.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The packaged gateway, in a process of its own with little memory; the cloud is in this one. */
class LargePayloadIT extends GatewayTest {
    private static final long INPUT = 500L * 1024 * 1024;
    private static final long OUTPUT = 99L * 1024 * 1024;

    @Test
    void fiveHundredMegabytesInAndAHundredOutPassThroughAHeapOfNinetySix() throws Exception {
        Sandbox cloud = cloud(quick());
        Path inbox = Files.createDirectories(home.resolve("inbox"));
        Path input = home.resolve("orders.tmp");
        String sha256 = write(input);
        Files.move(input, inbox.resolve("orders.json"));

        Process gateway = new ProcessBuilder(List.of(java(), "-Xmx96m", "-XX:+ExitOnOutOfMemoryError",
                "-Dnextmv.home=" + home, "-Dnextmv.url=" + cloud.url(), "-Dnextmv.api-key=" + GatewayFixture.API_KEY,
                "-Dnextmv.application-id=routing", "-Dnextmv.options.output_size=" + OUTPUT,
                "-Dnextmv.poll.initial-delay=100ms", "-jar", "target/camel-nextmv.jar"))
                .redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
        closed(gateway::destroyForcibly);
        Path output = home.resolve("outbox/orders.json");
        await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(100))
                .until(() -> Files.exists(output) || !gateway.isAlive());

        assertThat(home.resolve("log")).content().doesNotContain("OutOfMemory").contains("is uploaded");
        assertThat(gateway.isAlive()).isTrue();
        assertThat(output.toFile().length()).isGreaterThanOrEqualTo(OUTPUT);
        assertThat(cloud.inputSha256(cloud.runs().get(0).id())).contains(sha256);
        gateway.destroy();
        assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** JSON of exactly so many bytes, of many small values. */
    private static String write(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] row = "[1.5,\"0123456789012345678901234567890123456789\",null],".getBytes(StandardCharsets.UTF_8);
        byte[] head = "{\"stops\":[],\"rows\":[".getBytes(StandardCharsets.UTF_8);
        byte[] tail = "0]}".getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20),
                digest)) {
            out.write(head);
            long left = INPUT - head.length - tail.length;
            for (; left >= row.length; left -= row.length) {
                out.write(row);
            }
            blanks(out, left);
            out.write(tail);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void blanks(OutputStream out, long count) throws IOException {
        for (long i = 0; i < count; i++) {
            out.write(' ');
        }
    }
}
