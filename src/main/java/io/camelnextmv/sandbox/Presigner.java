package io.camelnextmv.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks URLs as object storage presigns them. The signature is over the method, the path and the query as
 * they are sent, byte for byte; the query always has an escaped plus and slash, so that a client that decodes or
 * escapes it again is found out.
 */
final class Presigner {
    private static final String SIGNATURE = "&X-Amz-Signature=";
    private static final Pattern TIMES = Pattern.compile("&X-Sandbox-Signed=(\\d+)&X-Sandbox-Lifetime=(\\d+)&");

    private final byte[] key = new byte[32];
    private final SecureRandom random = new SecureRandom();

    Presigner() {
        random.nextBytes(key);
    }

    /** The path with a query that lets exactly this method through until the lifetime is over. */
    String presign(String method, String path, Duration lifetime) {
        byte[] token = new byte[24];
        random.nextBytes(token);
        String query = "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Sandbox-Signed=" + Instant.now().toEpochMilli()
                + "&X-Sandbox-Lifetime=" + lifetime.toMillis()
                + "&X-Amz-Credential=sandbox%2Fstorage%2Faws4_request"
                + "&X-Amz-Security-Token=" + escape("a+b/" + Base64.getEncoder().encodeToString(token) + "==")
                + "&X-Amz-SignedHeaders=host";
        return path + "?" + query + SIGNATURE + signature(method, path, query);
    }

    /** @throws Refused 403 if the URL was not signed so, not for this method, or has expired */
    void check(String method, String rawPath, Optional<String> rawQuery) throws Refused {
        String query = rawQuery.orElse("");
        int cut = query.lastIndexOf(SIGNATURE);
        if (cut < 0) {
            throw new Refused(403, "AccessDenied: the URL is not presigned");
        }
        String signed = query.substring(0, cut);
        String expected = signature(method, rawPath, signed);
        byte[] given = query.substring(cut + SIGNATURE.length()).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given)) {
            throw new Refused(403, "SignatureDoesNotMatch: the method, the path or the query is not what was signed");
        }
        Matcher times = TIMES.matcher(signed);
        if (!times.find()
                || Long.parseLong(times.group(1)) + Long.parseLong(times.group(2)) <= Instant.now().toEpochMilli()) {
            throw new Refused(403, "AccessDenied: the request has expired");
        }
    }

    private String signature(String method, String path, String query) {
        return hmac(key, method + "\n" + path + "\n" + query);
    }

    /** HMAC-SHA256 in lower-case hex. */
    static String hmac(byte[] key, String text) {
        return hmac(key, text.getBytes(StandardCharsets.UTF_8));
    }

    static String hmac(byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String escape(String base64) {
        return base64.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D");
    }
}
