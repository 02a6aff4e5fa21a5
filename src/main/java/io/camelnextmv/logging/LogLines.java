package io.camelnextmv.logging;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;

/** Each event of the log as text for people, or as {@linkplain JsonLines a line of JSON}, as its {@code format} says. */
public final class LogLines extends EncoderBase<ILoggingEvent> {
    private static final String TEXT = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex";
    private String format = "text";
    private Encoder<ILoggingEvent> encoder = new JsonLines();

    /** @param word {@code text} or {@code json} */
    public void setFormat(String word) {
        format = word;
    }

    @Override
    public void start() {
        if (format.equals("json")) {
            encoder = new JsonLines();
        } else {
            PatternLayoutEncoder text = new PatternLayoutEncoder();
            text.setPattern(TEXT);
            encoder = text;
        }
        encoder.setContext(getContext());
        encoder.start();
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        encoder.stop();
    }

    @Override
    public byte[] headerBytes() {
        return encoder.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return encoder.encode(event);
    }

    @Override
    public byte[] footerBytes() {
        return encoder.footerBytes();
    }
}
