package io.camelnextmv.bus;

import io.vertx.core.Vertx;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;

/** A client that speaks AMQP 1.0, and knows nothing of JMS. */
final class Amqp implements AutoCloseable {
    private static final long AT_MOST = 60;
    private final Vertx vertx = Vertx.vertx();
    private final ProtonConnection connection;

    /** @param url where the broker is */
    Amqp(String url) {
        URI broker = URI.create(url);
        CompletableFuture<ProtonConnection> opened = new CompletableFuture<>();
        ProtonClient.create(vertx).connect(broker.getHost(), broker.getPort(), connected -> {
            if (connected.failed()) {
                opened.completeExceptionally(connected.cause());
            } else {
                connected.result().openHandler(open -> opened.complete(connected.result())).open();
            }
        });
        connection = got(opened);
    }

    private static <T> T got(CompletableFuture<T> future) {
        try {
            return future.get(AT_MOST, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A durable message of bytes. */
    static Message message(String body) {
        Message message = Message.Factory.create();
        message.setDurable(true);
        message.setBody(new Data(new Binary(body.getBytes(StandardCharsets.UTF_8))));
        return message;
    }

    /** Sends a message, and comes back when the broker has it. */
    void send(String address, Message message) {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        vertx.runOnContext(go -> {
            ProtonSender sender = connection.createSender(address);
            sender.openHandler(open -> sender.send(message, delivery -> settled.complete(null))).open();
        });
        got(settled);
    }

    /** @return what comes to an address from here on, and what waits there */
    BlockingQueue<Message> receive(String address) {
        BlockingQueue<Message> received = new LinkedBlockingQueue<>();
        CompletableFuture<Void> listening = new CompletableFuture<>();
        vertx.runOnContext(go -> {
            ProtonReceiver receiver = connection.createReceiver(address);
            receiver.handler((delivery, message) -> received.add(message)).openHandler(open -> listening.complete(null)).open();
        });
        got(listening);
        return received;
    }

    static Message next(BlockingQueue<Message> received) throws InterruptedException {
        Message message = received.poll(AT_MOST, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    @Override
    public void close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        vertx.close().onComplete(done -> closed.complete(null));
        got(closed);
    }
}
