package io.camelnextmv.bus;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** A client that speaks STOMP 1.2, on a socket of its own. */
final class Stomp implements AutoCloseable {
    private static final int AT_MOST_MS = 60_000;
    private final Socket socket;
    private final InputStream in;
    /** Messages that came while something else was waited for. */
    private final Queue<Frame> early = new ArrayDeque<>();

    /** What the broker sends. */
    record Frame(String command, Map<String, String> headers, String body) {
    }

    /** @param url where the broker is */
    Stomp(String url) {
        URI broker = URI.create(url);
        try {
            socket = new Socket(broker.getHost(), broker.getPort());
            socket.setSoTimeout(AT_MOST_MS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write("CONNECT", Map.of("accept-version", "1.2", "host", "broker"), "");
        read("CONNECTED");
    }

    void send(String destination, String body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        // Without a length its body is a text.
        all.putAll(Map.of("destination", destination, "receipt", "r", "content-length",
                Integer.toString(body.getBytes(StandardCharsets.UTF_8).length)));
        write("SEND", all, body);
        read("RECEIPT");
    }

    void subscribe(String destination) {
        write("SUBSCRIBE", Map.of("id", "1", "destination", destination, "ack", "auto", "receipt", "s"), "");
        read("RECEIPT");
    }

    /** @return the next message */
    Frame message() {
        return early.isEmpty() ? read("MESSAGE") : early.remove();
    }

    private void write(String command, Map<String, String> headers, String body) {
        StringBuilder frame = new StringBuilder(command).append('\n');
        headers.forEach((name, value) -> frame.append(name).append(':').append(value.replace("\\", "\\\\")
                .replace(":", "\\c")).append('\n'));
        try {
            socket.getOutputStream().write((frame + "\n" + body + "\0").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Frame read(String expected) {
        Frame frame = next();
        while (frame.command().equals("MESSAGE") && !expected.equals("MESSAGE")) {
            early.add(frame);
            frame = next();
        }
        if (!frame.command().equals(expected)) {
            throw new AssertionError(frame);
        }
        return frame;
    }

    private Frame next() {
        try {
            String command = line();
            while (command.isEmpty()) {
                command = line();
            }
            Map<String, String> headers = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                headers.putIfAbsent(line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).replace("\\c", ":"));
            }
            byte[] body = headers.containsKey("content-length")
                    ? in.readNBytes(Integer.parseInt(headers.get("content-length"))) : until('\0');
            if (headers.containsKey("content-length")) {
                in.read();
            }
            return new Frame(command, headers, new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        return new String(until('\n'), StandardCharsets.UTF_8);
    }

    private byte[] until(char end) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int next = in.read(); next != end; next = in.read()) {
            if (next < 0) {
                throw new AssertionError("the broker has closed the connection");
            }
            read.write(next);
        }
        return read.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
