package io.camelnextmv.posted;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.camel.Message;

/** Who may come in: whoever has the token; where there is none, whoever reaches the port and is no browser. */
final class Bearers {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final String BEARER = "Bearer ";
    private final Optional<String> token;

    Bearers(Optional<String> token) {
        this.token = token;
    }

    /** @throws Refused for anybody else */
    void check(Message request) {
        if (token.isPresent()) {
            boolean known = request.getHeader("Authorization") instanceof String given
                    && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    && MessageDigest.isEqual(bytes(given.substring(BEARER.length()).strip()), bytes(token.get()));
            if (!known) {
                throw new Refused(UNAUTHORIZED, Optional.empty(), "the header Authorization must be Bearer, and the token of"
                        + " nextmv.http-inputs.token");
            }
        } else if (request.getHeader("Origin") != null || request.getHeader("Sec-Fetch-Site") != null) {
            // A page of a stranger may have its reader's browser send requests to this machine.
            throw new Refused(FORBIDDEN, Optional.empty(), "browsers are let in with a token only (nextmv.http-inputs.token)");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
