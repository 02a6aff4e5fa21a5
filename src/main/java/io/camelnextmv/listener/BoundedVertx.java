package io.camelnextmv.listener;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The Vert.x of Camel's HTTP servers (events, health), whose servers hold so many connections at most, and each for so
 * long. Camel has no setting for that, and without it whoever reaches a port can use up all file descriptors of the process,
 * and the gateway stands still.
 *
 * <p>With too many connections the oldest is closed, not the new one refused: an event or a question for the health takes
 * milliseconds, so what is old is slow. It is made when the first server is.
 */
public final class BoundedVertx implements InvocationHandler, AutoCloseable {
    private static final long LONGEST_CLOSE = 2;
    private final int most;
    private final Duration idle;
    private final Duration oldest;
    private Optional<Vertx> vertx = Optional.empty();

    /**
     * @param most   how many connections a server holds, at least 1
     * @param idle   how long a connection may be silent, at least 1 s
     * @param oldest how long a connection may last, whatever it does
     */
    public BoundedVertx(int most, Duration idle, Duration oldest) {
        this.most = most;
        this.idle = idle;
        this.oldest = oldest;
    }

    /** @return what Camel is given */
    public Vertx vertx() {
        return (Vertx) Proxy.newProxyInstance(BoundedVertx.class.getClassLoader(), new Class<?>[] {VertxInternal.class},
                this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "equals":
                return proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "toString":
                return "Vert.x with bounded servers";
            default:
                break;
        }
        try {
            if (method.getName().equals("createHttpServer")) {
                HttpServerOptions options = arguments != null && arguments.length == 1
                        && arguments[0] instanceof HttpServerOptions given ? given : new HttpServerOptions();
                return bounded(made().createHttpServer(bounded(options)));
            }
            return method.invoke(made(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private synchronized Vertx made() {
        if (vertx.isEmpty()) {
            vertx = Optional.of(Vertx.vertx());
        }
        return vertx.get();
    }

    private HttpServerOptions bounded(HttpServerOptions options) {
        // Nobody speaks HTTP/2 without TLS to us; to look for it would hold a connection before it is counted.
        return options.setIdleTimeout((int) idle.toSeconds()).setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHttp2ClearTextEnabled(false);
    }

    private HttpServer bounded(HttpServer server) {
        Set<HttpConnection> open = new LinkedHashSet<>();
        return server.connectionHandler(connection -> {
            long timer = made().setTimer(oldest.toMillis(), late -> connection.close());
            connection.closeHandler(closed -> {
                made().cancelTimer(timer);
                synchronized (open) {
                    open.remove(connection);
                }
            });
            Optional<HttpConnection> surplus = Optional.empty();
            synchronized (open) {
                open.add(connection);
                if (open.size() > most) {
                    surplus = open.stream().findFirst();
                    surplus.ifPresent(open::remove);
                }
            }
            surplus.ifPresent(HttpConnection::close);
        });
    }

    /** Camel closes only what it has made. */
    @Override
    public synchronized void close() {
        vertx.ifPresent(made -> {
            try {
                made.close().toCompletionStage().toCompletableFuture().get(LONGEST_CLOSE, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                // Its threads are daemons.
            }
        });
        vertx = Optional.empty();
    }
}
