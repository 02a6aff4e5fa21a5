package io.camelnextmv.pickup;

import io.camelnextmv.headers.Receipt;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Vendors;
import io.camelnextmv.retry.Backoff;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.StreamCache;
import org.apache.camel.converter.stream.CachedOutputStream;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of a message's body one that can be read again, from its beginning, by whoever tries again. No bean: Camel reads a
 * body before it calls one, and there are bodies that cannot be read. One that broke off cannot be read on: its message goes
 * back to where it came from, but is held before until there is room for it. A broker throws away what comes too often.
 */
public final class BodyToReadAgain implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(BodyToReadAgain.class);
    /** What there must be room for, in bytes, before a body is tried again whose size nobody knows. */
    private static final int ROOM = 1024 * 1024;
    /** How often it is looked whether the process is about to stop, in ms. */
    private static final int LOOK_AGAIN = 100;
    private final Backoff delays;
    private final BooleanSupplier stopping;

    /**
     * @param delays   how long a message is held whose body broke off: the first delay, and the longest if it did so before
     * @param stopping whether the process is about to stop, and nothing is held any more
     */
    public BodyToReadAgain(Backoff delays, BooleanSupplier stopping) {
        this.delays = delays;
        this.stopping = stopping;
    }

    /** @throws Exception if it cannot be read: no body is left then, since whoever touches it would meet the same */
    @Override
    public void process(Exchange exchange) throws Exception {
        try {
            Message message = exchange.getMessage();
            if (message.getBody() instanceof InputStream) {
                // No message of a bus any more, which would ask the bus for its body.
                Message plain = new DefaultMessage(exchange);
                plain.copyFromWithNewBody(message, message.getMandatoryBody(StreamCache.class));
                ExchangeHelper.replaceMessage(exchange, plain, false);
            }
        } catch (Exception e) {
            exchange.getMessage().setBody("");
            if (BrokenBody.isBehind(e)) {
                hold(exchange, e);
            }
            throw e;
        }
    }

    private void hold(Exchange exchange, Exception why) throws InterruptedException {
        Receipt receipt = exchange.getProperty(Slots.RECEIPT, Receipt.NONE, Receipt.class);
        Duration delay = receipt.deliveredBefore().orElse(false) ? delays.maxDelay() : delays.delay();
        LOG.warn("A message is held, since its body does not get to the disk ({}): nothing is lost; make room, or mend the"
                + " line", Vendors.causes(why).reduce((outer, inner) -> inner).orElse(why).toString());
        do {
            rest(delay);
        } while (!stopping.getAsBoolean() && !isRoom(exchange));
    }

    private void rest(Duration delay) throws InterruptedException {
        long end = System.nanoTime() + delay.toNanos();
        for (long left = delay.toMillis(); left > 0 && !stopping.getAsBoolean(); left = (end - System.nanoTime()) / 1_000_000) {
            Thread.sleep(Math.min(left, LOOK_AGAIN));
        }
    }

    /** As Camel would write it. */
    private static boolean isRoom(Exchange exchange) {
        try (CachedOutputStream out = new CachedOutputStream(exchange, false)) {
            out.write(new byte[ROOM]);
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
