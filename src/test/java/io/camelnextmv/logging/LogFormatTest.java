package io.camelnextmv.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.FileTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log as the shipped configuration writes it, by the properties that say how. */
class LogFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final LoggerContext context = new LoggerContext();
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();
    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        context.stop();
    }

    private org.slf4j.Logger configured(Map<String, String> properties) throws Exception {
        context.setMDCAdapter(mdc);
        properties.forEach(context::putProperty);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogFormatTest.class.getResource("/nextmv/logback.xml"));
        // Logback would show them on the console at every start.
        assertThat(context.getStatusManager().getCopyOfStatusList()).filteredOn(status -> status.getLevel() > 0).isEmpty();
        return context.getLogger("io.camelnextmv.Some");
    }

    private String onConsole(Map<String, String> properties, java.util.function.Consumer<org.slf4j.Logger> lines)
            throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setOut(new PrintStream(ofThisThread(caught, before), true, StandardCharsets.UTF_8));
        try {
            lines.accept(configured(properties));
        } finally {
            context.stop();
            System.setOut(before);
        }
        return caught.toString(StandardCharsets.UTF_8);
    }

    /** What is still going on of other tests writes to the console too. */
    private static OutputStream ofThisThread(OutputStream caught, OutputStream others) {
        Thread ours = Thread.currentThread();
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                (Thread.currentThread() == ours ? caught : others).write(one);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                (Thread.currentThread() == ours ? caught : others).write(bytes, from, length);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\u001b[2J\u0007", "\u0085\u009b", "\u202e\u2066", "\u2028\u2029",
        "quote \" and \\", "\u0000",
        "\u200b\ufeff", "\ud83d\ude00 and half \ud83d", "}\n{\"level\":\"ERROR\"}", "\udb40\udc01"})
    void eachEventIsOneLineOfJsonWhateverItHolds(String evil) throws Exception {
        String said = onConsole(Map.of("log.format", "json"), log -> {
            mdc.put("file", evil);
            mdc.put("level", "another library's");
            log.warn("name " + evil, new IllegalStateException("of " + evil, new java.io.IOException(evil)));
        });

        assertThat(said.strip().codePoints()).noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        });
        JsonNode line = JSON.readTree(said);
        assertThat(said).endsWith("}\n");
        assertThat(line.path("message").asText()).isEqualTo("name " + evil);
        assertThat(line.path("file").asText()).isEqualTo(evil);
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("mdc.level").asText()).isEqualTo("another library's");
        assertThat(line.path("logger").asText()).isEqualTo("io.camelnextmv.Some");
        assertThat(line.path("exception").asText()).startsWith("java.lang.IllegalStateException: of " + evil)
                .contains("Caused by: java.io.IOException: " + evil, "\tat io.camelnextmv.logging.LogFormatTest");
        assertThat(java.time.Instant.parse(line.path("time").asText())).isNotNull();
    }

    @Test
    void withoutAPropertyLinesAreTextOnTheConsole() throws Exception {
        assertThat(onConsole(Map.of(), log -> {
            log.info("picked up");
            log.debug("not said");
        })).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[.]\\d{3} INFO  Some: picked up\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void aFileIsWrittenInPlaceOfTheConsoleAndIsBoundedInSizeAndNumber(String format) throws Exception {
        Path file = folder.resolve("gateway.log");
        String said = onConsole(Map.of("log.format", format, "log.to", "file", "log.file", file.toString(), "log.file.size",
                "4KB", "log.file.count", "2"), log -> {
            RollingFileAppender<ILoggingEvent> appender = (RollingFileAppender<ILoggingEvent>) context
                    .getLogger("ROOT").getAppender("OUT");
            for (int i = 0; i < 12; i++) {
                log.info("{} {}", i, "x".repeat(1000));
                if (i % 4 == 3) {
                    // What the trigger does by itself, at most a second after the file has become too large.
                    appender.rollover();
                }
            }
            log.info("the last one");
            assertThat(((ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy<?>) appender.getTriggeringPolicy())
                    .getMaxFileSize().getSize()).isEqualTo(4096);
        });

        assertThat(said).isEmpty();
        assertThat(FileTree.names(folder)).containsExactly("gateway.log", "gateway.log.1", "gateway.log.2");
        List<String> now = Files.readAllLines(file);
        assertThat(now).hasSize(1).allMatch(line -> line.contains("the last one"));
        assertThat(Files.readAllLines(folder.resolve("gateway.log.2"))).hasSize(4).allMatch(line -> line.contains("xxx"));
    }
}
