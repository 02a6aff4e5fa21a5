package io.camelnextmv.posted;

import io.camelnextmv.cloud.Limits;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Receipt;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.listener.ArrivingBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;

/** Lets a request in whose body is an input, and makes it a message like any other. */
public final class PostedInputs implements Processor {
    private static final int BUSY = 503;
    private static final int TOO_LARGE = 413;
    private static final int LATER = 5;
    private static final String OURS = "nextmv";
    /** What only a bus says, or our own routes. */
    private static final Set<String> NOT_HERE = Set.of(NextmvHeaders.REPLY_TO, NextmvHeaders.MESSAGE_ID, NextmvHeaders.KEY,
            NextmvHeaders.TICKET, NextmvHeaders.CANCEL);
    /** Apart from the ids of buses. */
    private static final String ID = "http ";
    /**
     * So many bodies may be arriving at once: a slow one holds a thread, and half of the 20 of the server are left for questions and
     * events.
     */
    private static final int MOST_ARRIVING = 10;
    /** In ms: of many that are quick, all get in. Who waits here holds a thread, too. */
    private static final long LONGEST_WAIT = 200;
    private final Bearers bearers;
    private final Semaphore arriving = new Semaphore(MOST_ARRIVING, true);
    private final BooleanSupplier open;
    private final long most;

    /**
     * @param token what a request must bring; empty: nothing
     * @param open  whether one more input may be taken
     * @param most  how many bytes an input may have
     */
    public PostedInputs(Optional<String> token, BooleanSupplier open, long most) {
        this.bearers = new Bearers(token);
        this.open = open;
        this.most = most;
    }

    /**
     * No bean: Camel reads a body before it calls one.
     *
     * @param exchange a request; then a message with headers of ours alone, whose answer is kept for who asks for it
     */
    @Override
    public void process(Exchange exchange) {
        Message request = exchange.getMessage();
        InputStream body = ArrivingBody.of(request.getBody());
        try {
            check(request);
            enter();
        } catch (Refused e) {
            close(body);
            throw e;
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                arriving.release();
                // Where it was refused before it was read to its end.
                close(body);
            }
        });
        Optional<Long> length = length(request);
        Map<String, Object> said = said(request);
        request.removeHeaders("*");
        request.getHeaders().putAll(said);
        request.setBody(new PostedBody(body, most, length));
        exchange.setProperty(Slots.RECEIPT, Receipt.KEPT);
    }

    private void check(Message request) {
        bearers.check(request);
        if (!open.getAsBoolean()) {
            throw new Refused(BUSY, Optional.of(LATER), "nothing is taken at the moment: nextmv.max-in-flight is reached, or"
                    + " nothing gets through to the service");
        }
        if (length(request).filter(bytes -> bytes > most).isPresent()) {
            throw tooLarge(most);
        }
    }

    private void enter() {
        boolean entered = false;
        try {
            entered = arriving.tryAcquire(LONGEST_WAIT, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!entered) {
            throw new Refused(BUSY, Optional.of(LATER), "nothing is taken at the moment: " + MOST_ARRIVING + " other inputs are"
                    + " arriving");
        }
    }

    private static Optional<Long> length(Message request) {
        return Optional.ofNullable(request.getHeader("Content-Length", Long.class));
    }

    private static Map<String, Object> said(Message request) {
        Map<String, Object> said = new HashMap<>();
        request.getHeaders().forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(OURS) && NOT_HERE.stream().noneMatch(name::equalsIgnoreCase)) {
                said.put(name, value);
            }
        });
        Optional.ofNullable(request.getHeader("Idempotency-Key")).map(Object::toString).filter(key -> !key.isBlank())
                .ifPresent(key -> said.put(NextmvHeaders.MESSAGE_ID, ID + key));
        return said;
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Refused tooLarge(long most) {
        return new Refused(TOO_LARGE, Optional.empty(), "the input is too large: at most " + Limits.words(most)
                + " are taken (nextmv.limit.input)");
    }
}
