package io.camelnextmv.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** What of S3 the gateway uses, on loopback: one bucket, objects with their time, conditional writes; signatures are not read. */
public final class S3Server implements AutoCloseable {
    private static final String BUCKET = "/orders";
    private static final int MOST = 10;
    private static final String TYPE = "content-type";
    private final HttpServer server;
    private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private volatile boolean keepsAll;
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private volatile Optional<String> refusal = Optional.empty();

    record Stored(byte[] bytes, Instant time, Map<String, String> metadata) {
        String tag() {
            try {
                return "\"" + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes)) + "\"";
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public S3Server() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    /** @return what an endpoint needs to find it */
    public String options() {
        return "overrideEndpoint=true&uriEndpointOverride=http://127.0.0.1:" + server.getAddress().getPort()
                + "&forcePathStyle=true&region=eu-central-1&accessKey=key&secretKey=hidden-17";
    }

    public void put(String key, String text) {
        objects.put(key, new Stored(text.getBytes(StandardCharsets.UTF_8), Instant.now(), Map.of()));
    }

    public List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    public String text(String key) {
        return new String(objects.get(key).bytes(), StandardCharsets.UTF_8);
    }

    Map<String, String> metadata(String key) {
        return objects.get(key).metadata();
    }

    /** @return what was asked for, such as {@code GET in/orders.json} */
    public List<String> asked() {
        return asked;
    }

    public void away(boolean now) {
        away = now;
    }

    /** Whoever may read and write, and not remove. */
    void keepsAll(boolean now) {
        keepsAll = now;
    }

    /** As a console makes one. */
    void putFolder(String key) {
        objects.put(key, new Stored(new byte[0], Instant.now(), Map.of(TYPE, "application/x-directory; charset=UTF-8")));
    }

    /** One that is archived, or encrypted with a key that is not ours. */
    void putUnreadable(String key) {
        put(key, "nobody can read this");
        unreadable.add(key);
    }

    /** @param answer a status and a code, such as {@code 403 AccessDenied}, for all that is asked */
    void refuses(String answer) {
        refusal = Optional.of(answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = body(exchange);
            String path = exchange.getRequestURI().getPath();
            String key = path.length() > BUCKET.length() ? path.substring(BUCKET.length() + 1) : "";
            asked.add(exchange.getRequestMethod() + " " + key);
            if (refusal.isPresent()) {
                error(exchange, Integer.parseInt(refusal.get().substring(0, 3)), refusal.get().substring(4));
            } else if (away) {
                error(exchange, 503, "SlowDown");
            } else if (!path.startsWith(BUCKET)) {
                error(exchange, 404, "NoSuchBucket");
            } else if (key.isEmpty()) {
                bucket(exchange);
            } else {
                object(exchange, key, body);
            }
        }
    }

    private void object(HttpExchange exchange, String key, byte[] body) throws IOException {
        Stored found = objects.get(key);
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                boolean onlyIfNew = "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
                Stored put = new Stored(body, Instant.now(), exchange.getRequestHeaders().entrySet().stream()
                        .filter(header -> header.getKey().toLowerCase().startsWith("x-amz-meta-")).collect(Collectors.toMap(
                                header -> header.getKey().toLowerCase().substring(11), header -> header.getValue().get(0))));
                if (onlyIfNew && objects.putIfAbsent(key, put) != null) {
                    error(exchange, 412, "PreconditionFailed");
                    return;
                }
                objects.put(key, put);
                exchange.getResponseHeaders().set("ETag", put.tag());
                send(exchange, 200, new byte[0]);
            }
            case "DELETE" -> {
                if (keepsAll) {
                    error(exchange, 403, "AccessDenied");
                    return;
                }
                objects.remove(key);
                exchange.sendResponseHeaders(204, -1);
            }
            default -> {
                if (found == null) {
                    error(exchange, 404, "NoSuchKey");
                    return;
                }
                if (unreadable.contains(key)) {
                    error(exchange, 403, "InvalidObjectState");
                    return;
                }
                exchange.getResponseHeaders().set("ETag", found.tag());
                exchange.getResponseHeaders().set("Last-Modified",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(found.time().atZone(ZoneOffset.UTC)));
                exchange.getResponseHeaders().set("Content-Type", found.metadata().getOrDefault(TYPE, "application/octet-stream"));
                send(exchange, 200, found.bytes());
            }
        }
    }

    private void bucket(HttpExchange exchange) throws IOException {
        Map<String, String> query = exchange.getRequestURI().getRawQuery() == null ? Map.of()
                : java.util.Arrays.stream(exchange.getRequestURI().getRawQuery().split("&")).map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length < 2 ? ""
                        : URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        // Without a delimiter it does not say where the next page begins.
        List<Map.Entry<String, Stored>> found = objects.tailMap(query.getOrDefault("marker", ""), false).entrySet().stream()
                .filter(one -> one.getKey().startsWith(query.getOrDefault("prefix", ""))).toList();
        String rows = found.stream().limit(MOST).map(one -> "<Contents><Key>" + one.getKey() + "</Key><LastModified>" + one.getValue().time()
                        + "</LastModified><ETag>" + one.getValue().tag() + "</ETag><Size>" + one.getValue().bytes().length
                        + "</Size></Contents>").collect(Collectors.joining());
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        send(exchange, 200, ("<?xml version=\"1.0\"?><ListBucketResult><Name>orders</Name><IsTruncated>" + (found.size() > MOST)
                + "</IsTruncated>" + rows + "</ListBucketResult>").getBytes(StandardCharsets.UTF_8));
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        send(exchange, status, ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>")
                .getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** In pieces that say their size and are signed one by one, as its clients send it. */
    private static byte[] body(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        if (encoding == null || !encoding.contains("aws-chunked")) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int size = size(in); size > 0; size = size(in)) {
            whole.write(in.readNBytes(size));
            in.readNBytes(2);
        }
        in.readAllBytes();
        return whole.toByteArray();
    }

    private static int size(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            line.append((char) c);
        }
        return Integer.parseInt(line.toString().strip().replaceFirst(";.*", ""), 16);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
