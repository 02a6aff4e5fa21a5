package io.camelnextmv.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Each event of the log as one line of JSON: {@code time}, {@code level}, {@code logger}, {@code thread}, {@code message},
 * then what the MDC holds, and {@code exception} with its trace. Whatever is no visible character is escaped, so that there
 * is one line for an event and nothing that steers a terminal: Logback's own encoder escapes only what JSON asks for.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = new byte[0];

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256).append('{');
        field(line, "time", event.getInstant().toString());
        field(line, "level", event.getLevel().toString());
        field(line, "logger", event.getLoggerName());
        field(line, "thread", event.getThreadName());
        field(line, "message", event.getFormattedMessage());
        for (Map.Entry<String, String> said : new TreeMap<>(event.getMDCPropertyMap()).entrySet()) {
            field(line, isTaken(said.getKey()) ? "mdc." + said.getKey() : said.getKey(), said.getValue());
        }
        if (event.getThrowableProxy() != null) {
            field(line, "exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Another library's MDC may use any name; none stands twice. */
    private static boolean isTaken(String name) {
        return switch (name) {
            case "time", "level", "logger", "thread", "message", "exception" -> true;
            default -> false;
        };
    }

    private static void field(StringBuilder line, String name, String value) {
        if (value != null) {
            text(line.append(line.length() == 1 ? "" : ","), name);
            text(line.append(':'), value);
        }
    }

    private static void text(StringBuilder line, String text) {
        line.append('"');
        text.codePoints().forEach(character -> {
            if (character == '"' || character == '\\') {
                line.append('\\').append((char) character);
            } else if (Printable.isVisible(character)) {
                line.appendCodePoint(character);
            } else {
                escape(line, character);
            }
        });
        line.append('"');
    }

    private static void escape(StringBuilder line, int character) {
        switch (character) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                for (char half : Character.toChars(character)) {
                    line.append(String.format("\\u%04x", (int) half));
                }
            }
        }
    }
}
