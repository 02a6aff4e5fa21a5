package io.camelnextmv.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes webhook events, after having refused the first so many. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals;

    Receiver(int refusals) throws IOException {
        this.refusals = new AtomicInteger(refusals);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            events.add(new Event(exchange.getRequestHeaders().getFirst("Nextmv-Signature"), body));
            exchange.sendResponseHeaders(this.refusals.getAndDecrement() > 0 ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events?token=a%2Fb";
    }

    List<Event> events() {
        return events;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    record Event(String signature, byte[] body) {
    }
}
