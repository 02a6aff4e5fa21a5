package io.camelnextmv.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.bus.Broker;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import jakarta.jms.BytesMessage;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged gateway with the profile jms, in a process of its own with little memory; broker and cloud are in this one. */
@Tag("proof")
class LargeMessageIT extends GatewayTest {
    private static final int INPUT = 100 * 1024 * 1024;
    private static final long OUTPUT = 60L * 1024 * 1024;

    /** Its ticket waits on the disk, or in the broker, and the input beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "jms:queue:nextmv.waiting"})
    void aHundredMegabytesInAndSixtyOutPassThroughAHeapOfNinetySix(String waiting) throws Exception {
        Sandbox cloud = cloud(quick());
        Broker broker = closed(new Broker(home.resolve("broker")).start());
        send(broker);

        Process gateway = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m", "-XX:MaxDirectMemorySize=64m", "-XX:+ExitOnOutOfMemoryError", "-Dcamel.main.profile=jms",
                "-Dnextmv.jms.url=" + broker.url(), "-Dnextmv.waiting.in=" + waiting, "-Dnextmv.home=" + home.resolve("gateway"),
                "-Dnextmv.url=" + cloud.url(), "-Dnextmv.api-key=" + GatewayFixture.API_KEY,
                "-Dnextmv.application-id=routing", "-Dnextmv.options.output_size=" + OUTPUT,
                "-Dnextmv.poll.initial-delay=100ms", "-jar", "target/camel-nextmv.jar"))
                .redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
        closed(gateway::destroyForcibly);
        await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(100))
                .until(() -> broker.count("nextmv.outputs") == 1 || !gateway.isAlive());

        assertThat(home.resolve("log")).content().doesNotContain("OutOfMemory").contains("is uploaded");
        assertThat(gateway.isAlive()).isTrue();
        assertThat(broker.take("nextmv.outputs").bytes()).hasSizeGreaterThanOrEqualTo((int) OUTPUT);
        try (InputStream sent = input(); InputStream run = cloud.openInput(cloud.runs().get(0).id()).orElseThrow()) {
            assertThat(run).hasSameContentAs(sent);
        }
        await("the input is not kept any longer").atMost(Duration.ofMinutes(1)).until(() -> broker.count("nextmv.waiting.inputs") == 0);
        gateway.destroy();
        assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private static InputStream input() {
        return new SequenceInputStream(new InputStream() {
            private final byte[] head = "{\"stops\":[]".getBytes(StandardCharsets.UTF_8);
            private int at;

            @Override
            public int read() {
                int now = at++;
                return now < head.length ? head[now] : now < INPUT ? ' ' : -1;
            }
        }, new java.io.ByteArrayInputStream("}".getBytes(StandardCharsets.UTF_8)));
    }

    private void send(Broker broker) throws Exception {
        Path file = home.resolve("orders.json");
        try (InputStream in = input()) {
            Files.copy(new java.io.BufferedInputStream(in), file);
        }
        broker.with(context -> {
            try (InputStream in = Files.newInputStream(file)) {
                BytesMessage message = context.createBytesMessage();
                message.setObjectProperty("JMS_AMQ_InputStream", in);
                context.createProducer().send(context.createQueue("nextmv.inputs"), message);
                return message;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
