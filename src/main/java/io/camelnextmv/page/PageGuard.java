package io.camelnextmv.page;

import io.camelnextmv.settings.PageSettings;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who may ask for the page, and who may do something from it, before a route sees the request. A browser is a hazard even
 * where only this machine reaches the port: any page that it shows can have it send requests here. So a request must name us as
 * somebody who wants us does (a name of a stranger's own that leads here is refused), its answers are for our own page alone, and
 * what changes something must come from that page and bring what only that page knows.
 */
final class PageGuard implements Handler<RoutingContext> {
    /** What a request that changes something brings. */
    static final String CONTROL = "Nextmv-Page-Control";
    private static final int BAD = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int MISDIRECTED = 421;
    private static final int TOO_LONG = 414;
    private static final int LONGEST = 2000;
    private static final String HOST = "Host";
    private static final String ORIGIN = "Origin";
    private static final String SITE = "Sec-Fetch-Site";
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";
    /** Whatever its scripts may be led to: nothing from elsewhere, nothing to elsewhere, no text that becomes code. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";
    private final Set<String> hosts;
    private final Optional<String> token;
    private final Optional<String> control;

    /** Why a request is refused. */
    private record Refusal(int status, String why) {
    }

    /**
     * @param settings by which names we are known, and what a request must bring
     * @param control  what one must bring that changes something; empty: none may
     */
    PageGuard(PageSettings settings, Optional<String> control) {
        this.hosts = new HashSet<>(settings.hosts());
        hosts.addAll(List.of("localhost", "127.0.0.1", "[::1]"));
        String bound = settings.bound().toLowerCase(Locale.ROOT);
        hosts.add(bound.indexOf(':') >= 0 && !bound.startsWith("[") ? "[" + bound + "]" : bound);
        // They name every machine, so none.
        hosts.removeAll(List.of("0.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]"));
        this.token = settings.token();
        this.control = control;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        response.putHeader("Content-Security-Policy", POLICY).putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY").putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin").putHeader("Cache-Control", "no-cache");
        Optional<Refusal> refusal = refusal(request);
        if (refusal.isEmpty()) {
            context.next();
            return;
        }
        if (refusal.get().status() == UNAUTHORIZED) {
            response.putHeader("WWW-Authenticate", "Basic realm=\"camel-nextmv\", charset=\"UTF-8\"");
        }
        // What is still to come of it is not waited for.
        response.setStatusCode(refusal.get().status()).putHeader("Connection", "close")
                .putHeader("Content-Type", "text/plain; charset=utf-8").end(refusal.get().why() + "\n");
    }

    private Optional<Refusal> refusal(HttpServerRequest request) {
        MultiMap headers = request.headers();
        if (request.uri().length() > LONGEST) {
            return refuse(TOO_LONG, "that address is too long");
        }
        if (headers.getAll(HOST).size() != 1 || !hosts.contains(name(headers.get(HOST)))) {
            return refuse(MISDIRECTED, "this gateway is not known by that name: ask for localhost, or add the name to"
                    + " nextmv.page.hosts");
        }
        if (headers.contains("Transfer-Encoding") || !"0".equals(headers.get("Content-Length"))
                && headers.contains("Content-Length")) {
            return refuse(BAD, "a request for the page has no body");
        }
        if (token.isPresent() && !isKnown(headers.get("Authorization"))) {
            return refuse(UNAUTHORIZED, "the password is the token of nextmv.page.token");
        }
        return request.method() == HttpMethod.POST ? change(headers) : look(request);
    }

    private static Optional<Refusal> refuse(int status, String why) {
        return Optional.of(new Refusal(status, why));
    }

    /** To look is for our own page, and for whoever follows a link to it or types its address. */
    private static Optional<Refusal> look(HttpServerRequest request) {
        MultiMap headers = request.headers();
        String site = headers.contains(SITE) ? headers.get(SITE) : "none";
        boolean ours = site.equals("same-origin") || site.equals("none");
        boolean link = "navigate".equals(headers.get("Sec-Fetch-Mode")) && "document".equals(headers.get("Sec-Fetch-Dest"))
                && request.path().equals("/");
        boolean foreign = headers.contains(ORIGIN) && !isOurs(headers);
        return (ours || link) && !foreign ? Optional.empty() : refuse(FORBIDDEN, "that is for the gateway's own page alone");
    }

    private Optional<Refusal> change(MultiMap headers) {
        if (control.isEmpty()) {
            return refuse(FORBIDDEN, "nothing can be changed from the page: nextmv.page.control is false");
        }
        boolean site = !headers.contains(SITE) || headers.get(SITE).equals("same-origin");
        if (!site || !isOurs(headers)) {
            return refuse(FORBIDDEN, "only the gateway's own page may change something");
        }
        return headers.getAll(CONTROL).size() == 1 && isSame(headers.get(CONTROL), control.get()) ? Optional.empty()
                : refuse(FORBIDDEN, "the page is older than the gateway's start: load it again");
    }

    /** Where the request comes from is where it goes to. */
    private static boolean isOurs(MultiMap headers) {
        try {
            URI origin = new URI(headers.getAll(ORIGIN).size() == 1 ? headers.get(ORIGIN) : "");
            return ("http".equals(origin.getScheme()) || "https".equals(origin.getScheme()))
                    && headers.get(HOST).equalsIgnoreCase(origin.getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Without its port, which is another one where somebody has led one here. */
    private static String name(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", "");
    }

    private boolean isKnown(String authorization) {
        if (authorization == null) {
            return false;
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return isSame(authorization.substring(BEARER.length()).strip(), token.orElseThrow());
        }
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return false;
        }
        try {
            String given = new String(Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip()),
                    StandardCharsets.UTF_8);
            return isSame(given.substring(given.indexOf(':') + 1), token.orElseThrow());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** However much of it is right, it takes the same time. */
    private static boolean isSame(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
