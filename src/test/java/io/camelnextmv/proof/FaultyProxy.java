package io.camelnextmv.proof;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between the gateway and the service, and does to each request what its script says. */
final class FaultyProxy implements AutoCloseable {
    private static byte[] page(int status) {
        return ("HTTP/1.1 " + status + " No\r\nContent-Type: text/html\r\nContent-Length: 21\r\n\r\n<html>" + status
                + " Bad</html>\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Says what befalls a request. */
    interface Script {
        /**
         * @param call   the kind of the request
         * @param number how many of its kind there were since the script was made, this one included
         */
        Blow blow(Call call, long number);
    }

    private final int servicePort;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<Call, Map<Blow, AtomicLong>> figures = new EnumMap<>(Call.class);
    private volatile long millisForANewRun;
    private volatile long millisForEach;
    private volatile Following following = new Following((call, number) -> Blow.NONE, () -> { });

    private record Following(Script script, Runnable kill, Map<Call, AtomicLong> counts) {
        Following(Script script, Runnable kill) {
            this(script, kill, new ConcurrentHashMap<>());
        }

        Blow next(Call call) {
            return script.blow(call, counts.computeIfAbsent(call, c -> new AtomicLong()).incrementAndGet());
        }
    }

    FaultyProxy(int servicePort) throws IOException {
        this.servicePort = servicePort;
        for (Call call : Call.values()) {
            figures.put(call, new ConcurrentHashMap<>());
        }
        server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        thread("proxy", this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /**
     * Follows a script from here on.
     *
     * @param kill kills the process, and comes back when it is dead
     */
    void follow(Script script, Runnable kill) {
        following = new Following(script, kill);
    }

    /** Makes starting a run take as long as it does over a network. */
    void slowDown(Duration forANewRun) {
        millisForANewRun = forANewRun.toMillis();
    }

    /** The same for each request. */
    void slowDownAll(Duration forEachRequest) {
        millisForEach = forEachRequest.toMillis();
    }

    /** Lets everything pass from here on. */
    void behave() {
        follow((call, number) -> Blow.NONE, () -> { });
    }

    /** @return how often which kind of request met with what */
    Map<Call, Map<Blow, AtomicLong>> figures() {
        return figures;
    }

    long count(Call call, Blow blow) {
        return figures.get(call).getOrDefault(blow, new AtomicLong()).get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                thread("proxy-connection", () -> serve(client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client; Socket service = new Socket(InetAddress.getLoopbackAddress(), servicePort)) {
            service.setTcpNoDelay(true);
            open.add(service);
            InputStream requests = new BufferedInputStream(client.getInputStream());
            InputStream answers = new BufferedInputStream(service.getInputStream());
            Optional<HttpBytes> request = HttpBytes.read(requests);
            while (request.isPresent() && pass(request.get(), client, service, answers)) {
                request = HttpBytes.read(requests);
            }
            open.remove(service);
        } catch (IOException e) {
            // One of the two is gone, and the other one finds out.
        } finally {
            open.remove(client);
        }
    }

    /** @return whether the connection lives on */
    private boolean pass(HttpBytes request, Socket client, Socket service, InputStream answers) throws IOException {
        Following now = following;
        Call call = Call.of(request.method(), request.target());
        Blow blow = now.next(call);
        figures.get(call).computeIfAbsent(blow, b -> new AtomicLong()).incrementAndGet();
        OutputStream out = client.getOutputStream();
        if (blow.isBeforeRequest()) {
            return end(now, blow);
        }
        pause(call == Call.NEW_RUN ? millisForANewRun + millisForEach : millisForEach);
        if (blow.isRefused()) {
            out.write(page(blow.status()));
            out.flush();
            return true;
        }
        service.getOutputStream().write(request.bytes());
        byte[] answer = HttpBytes.read(answers).orElseThrow(() -> new IOException("no answer")).bytes();
        if (blow.isBeforeAnswer()) {
            return end(now, blow);
        }
        if (blow == Blow.SILENCE) {
            // Until whoever waits for it gives up.
            return client.getInputStream().read() < 0 && end(now, blow);
        }
        if (blow.isInAnswer()) {
            // All but the last bytes, so that the head and a part of the body arrive.
            out.write(answer, 0, answer.length - 7);
            out.flush();
            return end(now, blow);
        }
        out.write(blow.status() > 0 ? page(blow.status()) : answer);
        out.flush();
        return blow == Blow.KILL_AFTER || blow == Blow.CUT_AFTER ? end(now, blow) : true;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean end(Following now, Blow blow) {
        if (blow.kills()) {
            now.kill().run();
        }
        return false;
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
