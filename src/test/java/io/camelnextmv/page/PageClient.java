package io.camelnextmv.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks for the page as a browser does, or as somebody does who makes a browser do so: each header is as it is given. */
final class PageClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LENGTH = Pattern.compile("(?i)\\r\\ncontent-length: *(\\d+)\\r\\n");
    private final int port;

    PageClient(int port) {
        this.port = port;
    }

    /** What was answered; the names of its headers are in small letters. */
    record Said(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    String origin() {
        return "http://127.0.0.1:" + port;
    }

    /** A request of our own page, with all that its browser says. */
    Said get(String path) {
        return send("GET", path, "Host: 127.0.0.1:" + port, "Sec-Fetch-Site: same-origin");
    }

    JsonNode state(String query) {
        return get("/nextmv/page/state" + query).json();
    }

    JsonNode state() {
        return state("");
    }

    /** The same for what changes something. */
    Said post(String path) {
        return send("POST", path, "Host: 127.0.0.1:" + port, "Origin: " + origin(), "Sec-Fetch-Site: same-origin",
                "Nextmv-Page-Control: " + state().path("control").asText(), "Content-Length: 0");
    }

    Said send(String method, String path, String... headers) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + (headers.length == 0 ? "" : "\r\n") + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            String text = new String(answer(socket.getInputStream()), StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            Map<String, String> named = new LinkedHashMap<>();
            String[] lines = text.substring(0, end).split("\r\n");
            for (int i = 1; i < lines.length; i++) {
                named.put(lines[i].substring(0, lines[i].indexOf(':')).toLowerCase(Locale.ROOT),
                        lines[i].substring(lines[i].indexOf(':') + 1).strip());
            }
            String body = text.substring(end + 4);
            return new Said(Integer.parseInt(lines[0].split(" ")[1]), named,
                    "chunked".equals(named.get("transfer-encoding")) ? unchunked(body) : body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of bytes, as chunks are counted. */
    /** All of it where its length is said: who was promised more than it gets closes only after a while. */
    private static byte[] answer(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return read.toByteArray();
            }
            read.write(next);
            head = read.toString(StandardCharsets.ISO_8859_1);
        }
        Matcher length = LENGTH.matcher(head);
        read.write(length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : in.readAllBytes());
        return read.toByteArray();
    }

    private static String unchunked(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder whole = new StringBuilder();
        int at = 0;
        while (at < bytes.length) {
            int line = at;
            while (bytes[line] != '\r') {
                line++;
            }
            int length = Integer.parseInt(new String(bytes, at, line - at, StandardCharsets.US_ASCII), 16);
            whole.append(new String(bytes, line + 2, length, StandardCharsets.UTF_8));
            at = line + 2 + length + 2;
        }
        return whole.toString();
    }
}
