package io.camelnextmv.sandbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of a run that the sandbox's app understands.
 *
 * @param all        every option, as given
 * @param duration   how long the run takes
 * @param outputSize the output is padded to at least so many bytes
 */
record DecisionOptions(Map<String, String> all, Duration duration, long outputSize) {
    private static final Pattern DURATION = Pattern.compile("\\s*(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h)?\\s*");

    /** @throws BadInput if an option is not understood, or asks to fail */
    static DecisionOptions from(Map<String, String> options, Duration runTime) throws BadInput {
        String duration = options.get("duration");
        String size = options.getOrDefault("output_size", "0");
        if (!size.matches("\\d{1,9}") || Long.parseLong(size) > Limits.UPLOAD) {
            throw new BadInput("option output_size must be a number of bytes up to " + Limits.UPLOAD);
        }
        return new DecisionOptions(options, duration == null ? runTime : duration(duration), Long.parseLong(size));
    }

    /** @return the message that the options ask to fail with */
    Optional<String> fail() {
        return Optional.ofNullable(all.get("fail"));
    }

    /** @return whether a run that fails has its output all the same */
    boolean partial() {
        return "true".equals(all.get("partial"));
    }

    private static Duration duration(String text) throws BadInput {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new BadInput("option duration must be like 2, 2s, 500ms or 1.5m, not " + text);
        }
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        long millis = switch (unit) {
            case "ms" -> 1;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1_000;
        };
        return Duration.ofMillis(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(millis)).longValue());
    }
}
