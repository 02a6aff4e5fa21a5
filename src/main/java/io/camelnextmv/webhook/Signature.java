package io.camelnextmv.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of an event, {@code t=<time>,v1=<hex>}: an HMAC-SHA256 over the time as it was sent, a full stop, and
 * the body's bytes. While a secret is being changed there is one {@code v1} for the old and one for the new: any of them
 * may be right. Parts of other names are another version's, and say nothing.
 *
 * @param time  the time as it was sent: Unix time in seconds or, above 10^11, in milliseconds
 * @param hmacs the HMACs, each 64 digits of lower-case hex; at least one
 */
record Signature(String time, List<String> hmacs) {
    private static final Pattern TIME = Pattern.compile("[0-9]{1,15}");
    private static final Pattern HMAC = Pattern.compile("[0-9a-f]{64}");
    /** More secrets at the same time nobody has; each costs whoever is asked a look at the whole body. */
    private static final int MOST = 4;
    private static final int LONGEST = 1000;
    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration OLDEST = Duration.ofSeconds(300);
    private static final Duration AHEAD = Duration.ofSeconds(60);
    private static final long MILLISECONDS = 100_000_000_000L;

    /** Reads the header, which must be there exactly once, with one time and one to four HMACs. */
    static Optional<Signature> of(Object header) {
        if (!(header instanceof String text) || text.length() > LONGEST) {
            return Optional.empty();
        }
        List<String> times = new ArrayList<>();
        List<String> hmacs = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            String value = part.substring(equals + 1).strip();
            switch (name) {
                case "t" -> times.add(value);
                case "v1" -> hmacs.add(value);
                case "" -> {
                    return Optional.empty();
                }
                default -> {
                    // Another version's.
                }
            }
        }
        boolean read = times.size() == 1 && TIME.matcher(times.get(0)).matches() && !hmacs.isEmpty()
                && hmacs.size() <= MOST && hmacs.stream().allMatch(hmac -> HMAC.matcher(hmac).matches());
        return read ? Optional.of(new Signature(times.get(0), List.copyOf(hmacs))) : Optional.empty();
    }

    /** Whether the time is at most 300 s past and 60 s ahead. */
    boolean isTimely(Instant now) {
        long number = Long.parseLong(time);
        Instant sent = number > MILLISECONDS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        return !sent.isBefore(now.minus(OLDEST)) && !sent.isAfter(now.plus(AHEAD));
    }

    /**
     * The HMAC of who knew the secret; to look takes the same time whatever there is.
     *
     * @return it, empty if none of those that came is it
     */
    Optional<String> signedBy(byte[] body, String secret) {
        byte[] right = hmac(body, secret);
        boolean signs = false;
        for (String hmac : hmacs) {
            signs |= MessageDigest.isEqual(right, HexFormat.of().parseHex(hmac));
        }
        return signs ? Optional.of(HexFormat.of().formatHex(right)) : Optional.empty();
    }

    private byte[] hmac(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
