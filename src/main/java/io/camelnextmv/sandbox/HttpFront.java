package io.camelnextmv.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings each request to its endpoint, if it has the key, and its answer back. */
final class HttpFront {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    /** A body that nobody wanted is read up to here, so that the client gets to see the answer. */
    private static final long DRAIN_LIMIT = 2 * Limits.UPLOAD;

    private final byte[] authorization;
    private final Map<Endpoint, Handler> handlers;
    private final RequestCounts counts;
    private final TokenBuckets limits;
    private final Ids ids;

    HttpFront(String apiKey, Map<Endpoint, Handler> handlers, RequestCounts counts, TokenBuckets limits, Ids ids) {
        this.authorization = ("Bearer " + apiKey).getBytes(StandardCharsets.UTF_8);
        this.handlers = handlers;
        this.counts = counts;
        this.limits = limits;
        this.ids = ids;
    }

    void handle(HttpExchange exchange) {
        try {
            send(exchange, answer(exchange));
        } catch (IOException e) {
            LOG.debug("the connection of a {} request broke: {}", exchange.getRequestMethod(), e.toString());
        } finally {
            exchange.close();
        }
    }

    private Response answer(HttpExchange exchange) throws IOException {
        boolean storage = exchange.getRequestURI().getRawPath().startsWith("/storage/");
        try {
            return route(exchange, storage);
        } catch (Refused e) {
            return storage ? Response.ofStorage(e) : Response.of(e);
        } catch (RuntimeException e) {
            LOG.warn("a {} request could not be answered", exchange.getRequestMethod(), e);
            return Response.of(new Refused(500, "the sandbox could not answer: " + e));
        }
    }

    private Response route(HttpExchange exchange, boolean storage) throws IOException, Refused {
        List<String> path = path(exchange.getRequestURI().getRawPath());
        boolean known = false;
        for (Endpoint endpoint : Endpoint.values()) {
            Optional<List<String>> values = endpoint.match(path);
            known |= values.isPresent();
            if (values.isPresent() && endpoint.method().equals(exchange.getRequestMethod())) {
                counts.count(endpoint);
                if (!storage) {
                    authorize(exchange);
                    limits.take(endpoint);
                }
                return handlers.get(endpoint).handle(new Call(exchange, values.get()));
            }
        }
        counts.count(Endpoint.UNKNOWN);
        if (storage) {
            throw new Refused(403, "SignatureDoesNotMatch: the method is not what was signed");
        }
        authorize(exchange);
        if (known) {
            throw new Refused(405, exchange.getRequestMethod() + " is not what this path is for");
        }
        throw Refused.notFound("there is nothing at this path");
    }

    private void authorize(HttpExchange exchange) throws Refused {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (given == null) {
            throw new Refused(401, "the header Authorization: Bearer <API key> is missing");
        }
        if (!MessageDigest.isEqual(authorization, given.getBytes(StandardCharsets.UTF_8))) {
            throw new Refused(401, "the API key is not valid");
        }
    }

    private void send(HttpExchange exchange, Response answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.getResponseHeaders().set("X-Request-Id", ids.next("req-"));
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        boolean bodiless = answer.status() == 204 || answer.body().size() == 0
                || exchange.getRequestMethod().equals("HEAD");
        if (bodiless) {
            drain(exchange);
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        try (InputStream body = answer.body().open()) {
            exchange.sendResponseHeaders(answer.status(), answer.body().size());
            OutputStream out = exchange.getResponseBody();
            byte[] buffer = new byte[(int) Math.min(answer.body().size(), 128 * 1024)];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                out.write(buffer, 0, read);
            }
            out.flush();
            drain(exchange);
            out.close();
        }
    }

    private static void drain(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] buffer = new byte[16 * 1024];
        long drained = 0;
        int read = in.read(buffer);
        while (read >= 0 && drained < DRAIN_LIMIT) {
            drained += read;
            read = in.read(buffer);
        }
    }

    private static List<String> path(String rawPath) {
        List<String> path = new ArrayList<>();
        for (String part : Arrays.asList(rawPath.split("/", -1))) {
            // A plus in a path is a plus.
            path.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        return path;
    }
}
