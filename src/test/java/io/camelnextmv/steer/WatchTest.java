package io.camelnextmv.steer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.camelnextmv.cli.CamelNextmv;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Commands.Said;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WatchTest extends GatewayTest {
    @Test
    void logsAreFollowedUntilTheRunHasEnded() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofMillis(1500)));
        String run = Cloud.post(cloud, "/v1/applications/" + GatewayFixture.APPLICATION + "/runs", "{\"input\":" + SQUARE
                + "}").path("run_id").asText();

        Said said = Commands.run(gateway(cloud).settings(), "logs", "--follow", run);

        assertThat(said.code()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).isEqualTo(Commands.run(gateway(cloud).settings(), "logs", run).out());
        assertThat(said.out().lines()).hasSizeGreaterThan(1);
    }

    /** What a command says of a service that answers whatever it is asked with JSON of the test's. */
    private Said said(Supplier<byte[]> answers, String... command) throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        service.createContext("/", exchange -> {
            byte[] answer = answers.get();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
        try {
            Map<String, String> settings = new HashMap<>(gateway(cloud(quick())).settings());
            settings.put("nextmv.url", "http://127.0.0.1:" + service.getAddress().getPort());
            return Commands.run(settings, command);
        } finally {
            service.stop(0);
        }
    }

    @Test
    void aLogIsPrintedWholeHoweverLongItIsAndSteersNoTerminal() throws IOException {
        String lines = "cost 1\u20ac \ud83d\ude9a\tkm\n".repeat(60_000);
        byte[] answer = new ObjectMapper().writeValueAsBytes(Map.of("log", lines + "a\r\nb\u001b[2J\u009b"));

        assertThat(said(() -> answer, "logs", "devint-1")).isEqualTo(new Said(0, lines + "a\nb\\u001b[2J\\u009b\n", ""));
    }

    @Test
    void aPageOfALogThatComesAgainIsPrintedOnce() throws IOException {
        AtomicInteger asked = new AtomicInteger();

        assertThat(said(() -> {
            boolean over = asked.incrementAndGet() > 2;
            return ("{\"items\":[{\"log\":\"one\\n\"}" + (over ? ",{\"log\":\"two\\n\"}" : "") + "],\"status_v2\":\""
                    + (over ? "succeeded" : "running") + "\",\"next_available_in_seconds\":0}").getBytes(StandardCharsets.UTF_8);
        }, "logs", "--follow", "devint-1")).isEqualTo(new Said(0, "one\ntwo\n", ""));
    }

    @Test
    void aWatchWhoseOutputNobodyReadsAnyMoreEnds() throws IOException {
        GatewayFixture gateway = gateway(cloud(quick()));
        Files.writeString(Files.createDirectories(gateway.archive().resolve("20200101-000000-a1b2-0001"))
                .resolve("report.json"), "{ no report");
        CommandLine line = CamelNextmv.commandLine(Path.of("").toAbsolutePath(), gateway.settings(),
                new ByteArrayOutputStream());
        line.setOut(new PrintWriter(new OutputStream() {
            @Override
            public void write(int character) throws IOException {
                throw new IOException("broken pipe");
            }
        }, true));

        assertThat(line.execute("status", "--watch")).isZero();
        assertThat(Commands.run(gateway.settings(), "status").out()).as("a broken report is one of all").contains(
                "errors      1");
    }

    @Test
    void whereTheOutputIsNoTerminalAWatchSaysALineAChange() throws InterruptedException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        StringWriter out = new StringWriter();
        CommandLine line = CamelNextmv.commandLine(Path.of("").toAbsolutePath(), gateway.settings(),
                new ByteArrayOutputStream());
        line.setOut(new PrintWriter(out, true));
        Thread watching = new Thread(() -> line.execute("status", "--watch"));
        watching.start();
        gateway.until("it has looked", () -> out.toString().contains("delivered 0"));

        gateway.drop("orders.json", SQUARE);
        gateway.until("it has seen it", () -> out.toString().contains("delivered 1"));
        watching.interrupt();
        watching.join(60_000);

        assertThat(watching.isAlive()).isFalse();
        List<String> said = out.toString().lines().map(one -> one.replaceFirst("^\\S+ ", "")).toList();
        for (int i = 1; i < said.size(); i++) {
            assertThat(said.get(i)).as("a line a change").isNotEqualTo(said.get(i - 1));
        }
        assertThat(said).allMatch(one -> one.matches("inbox \\d+, on its way .*"));
    }
}
