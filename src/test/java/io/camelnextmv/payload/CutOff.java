package io.camelnextmv.payload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that reads so many bytes of each request, answers with the bytes it is told to, and hangs up. */
final class CutOff implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger calls = new AtomicInteger();

    CutOff(int reads, String answer) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(() -> serve(reads, answer), "cut-off");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(int reads, String answer) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                calls.incrementAndGet();
                InputStream in = socket.getInputStream();
                in.read(new byte[1]);
                in.skipNBytes(Math.max(0, reads - 1));
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
                if (reads > 1) {
                    // Hangs up hard: the rest of the request is never read.
                    socket.setSoLinger(true, 0);
                }
            } catch (IOException e) {
                // the next one, or the end
            }
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
