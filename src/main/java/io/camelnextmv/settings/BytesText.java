package io.camelnextmv.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as people write it: alone, or with a unit, of 1024 (KiB, MiB, GiB, TiB) or of 1000 (kB, MB, GB, TB).
 */
final class BytesText {
    private static final Pattern BYTES = Pattern.compile("(\\d{1,19})([.]\\d{1,6})?\\s*([kmgt]i?b|b?)");

    private BytesText() {
    }

    /** At least 1; empty where the text is no such number. */
    static Optional<Long> read(String text) {
        Matcher matcher = BYTES.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches() || matcher.group(2) != null && matcher.group(3).length() < 2) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(matcher.group(1) + (matcher.group(2) == null ? "" : matcher.group(2)));
        return Optional.of(number.multiply(unit(matcher.group(3))).setScale(0, RoundingMode.DOWN))
                .filter(bytes -> bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0)
                .map(BigDecimal::longValueExact);
    }

    private static BigDecimal unit(String name) {
        int power = name.length() < 2 ? 0 : "kmgt".indexOf(name.charAt(0)) + 1;
        return BigDecimal.valueOf(name.length() == 3 ? 1024 : 1000).pow(power);
    }
}
