package io.camelnextmv.listener;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of a request while it arrives: one piece is asked for when the one before was read, so that none waits in memory.
 * Camel's own way takes all of a body before it hands on the request, however large, and whoever sent it.
 */
public final class ArrivingBody extends InputStream {
    /** In ms: a connection may have been closed before its end could be told to us. */
    private static final long LOOK = 200;
    private static final Object END = new Object();
    private final HttpServerRequest request;
    private final BlockingQueue<Object> pieces = new LinkedBlockingQueue<>();
    private Buffer piece = Buffer.buffer();
    private int at;
    private boolean ended;

    private ArrivingBody(HttpServerRequest request) {
        this.request = request;
        request.exceptionHandler(pieces::add);
        request.endHandler(end -> pieces.add(END));
        request.handler(pieces::add);
    }

    /**
     * @param body the body of a request's message, as {@code platform-http} without a body handler gives it: the request,
     *             paused; from another server's, which is not Vert.x's, a stream or nothing
     * @return its bytes, to be closed in any case; what is left then is let pass
     * @throws IllegalStateException if its bytes cannot be had: that is not a body of none
     */
    public static InputStream of(Object body) {
        if (body == null) {
            return InputStream.nullInputStream();
        }
        if (body instanceof InputStream stream) {
            return stream;
        }
        // Whoever has another server need not have this one.
        if (body.getClass().getName().startsWith("io.vertx.")) {
            return arriving(body);
        }
        throw lost(body);
    }

    private static InputStream arriving(Object body) {
        if (body instanceof HttpServerRequest request) {
            return new ArrivingBody(request);
        }
        throw lost(body);
    }

    private static IllegalStateException lost(Object body) {
        return new IllegalStateException("this server gives bodies as " + body.getClass().getName()
                + ", of which the bytes that were sent cannot be had");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (at == piece.length() && !ended) {
            next();
        }
        if (ended) {
            return -1;
        }
        int some = Math.min(count, piece.length() - at);
        piece.getBytes(at, at + some, bytes, offset);
        at += some;
        return some;
    }

    private void next() throws IOException {
        request.fetch(1);
        try {
            Object arrived = pieces.poll(LOOK, TimeUnit.MILLISECONDS);
            while (arrived == null && !request.response().closed()) {
                arrived = pieces.poll(LOOK, TimeUnit.MILLISECONDS);
            }
            if (arrived instanceof Buffer buffer) {
                piece = buffer;
                at = 0;
            } else if (arrived == END) {
                ended = true;
            } else {
                throw new IOException("the body breaks off: " + (arrived == null ? "its connection is closed" : arrived));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the body is not waited for any more", e);
        }
    }

    @Override
    public void close() {
        if (!ended) {
            request.handler(null);
            request.resume();
        }
        ended = true;
    }
}
