package io.camelnextmv.cli;

import io.camelnextmv.settings.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration on the command line is written as in the settings. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return DurationText.read(text).orElseThrow(() -> new TypeConversionException("\"" + text
                + "\" is no duration: it is written 500ms, 90s, 5m, 1h, 30d"));
    }
}
