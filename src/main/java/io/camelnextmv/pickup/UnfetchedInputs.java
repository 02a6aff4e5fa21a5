package io.camelnextmv.pickup;

import io.camelnextmv.headers.Receipt;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import org.apache.camel.Exchange;

/** How long a message is held that points to what cannot be fetched: others wait behind it, so there is an end to it. */
public final class UnfetchedInputs {
    private final int most;

    /** @param most how often it is tried, with delays that grow */
    public UnfetchedInputs(int most) {
        this.most = most;
    }

    /**
     * @param exchange the message; it is told if this is over
     * @return whether it is tried again in place; one that its bus hands out again by itself is not
     */
    public boolean isTriedAgain(Exchange exchange) {
        if (exchange.getProperty(Slots.RECEIPT, Receipt.NONE, Receipt.class).fetchedAgain()) {
            return false;
        }
        Tries tries = Tries.of(exchange);
        if (tries.unfetched() >= most) {
            tries.giveUp(tries.unfetched() + " times (nextmv.retry.give-up)");
            return false;
        }
        return true;
    }
}
