package io.camelnextmv.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of an event, {@code t=<time>,v1=<hex>}: an HMAC-SHA256 over the time as it was sent, a full stop, and
 * the body's bytes.
 *
 * @param time the time as it was sent: Unix time in seconds or, above 10^11, in milliseconds
 * @param hmac the HMAC, 64 digits of lower-case hex
 */
record Signature(String time, String hmac) {
    private static final Pattern HEADER = Pattern.compile("t=([0-9]{1,15}),v1=([0-9a-f]{64})");
    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration OLDEST = Duration.ofSeconds(300);
    private static final Duration AHEAD = Duration.ofSeconds(60);
    private static final long MILLISECONDS = 100_000_000_000L;

    /** Reads the header, which must be there exactly once and have exactly this form. */
    static Optional<Signature> of(Object header) {
        if (!(header instanceof String text)) {
            return Optional.empty();
        }
        Matcher matcher = HEADER.matcher(text.strip());
        return matcher.matches() ? Optional.of(new Signature(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Whether the time is at most 300 s past and 60 s ahead. */
    boolean isTimely(Instant now) {
        long number = Long.parseLong(time);
        Instant sent = number > MILLISECONDS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        return !sent.isBefore(now.minus(OLDEST)) && !sent.isAfter(now.plus(AHEAD));
    }

    /** Whether who signed knew the secret; takes the same time whatever the answer. */
    boolean signs(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(mac.doFinal(body), HexFormat.of().parseHex(hmac));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
