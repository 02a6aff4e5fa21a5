package io.camelnextmv.pickup;

import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Receipt;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.retry.Backoff;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * How long a message is held that points to what cannot be fetched: others wait behind it, so there is an end to it. One that its bus
 * hands out again by itself is not held, but counted, and nothing is taken from there until its delay is over. Safe for many threads.
 */
public final class UnfetchedInputs {
    /** Of more messages it is forgotten how often they came: as many may be fetched at once. */
    private static final int KNOWN = 1000;
    private final int most;
    private final Backoff delays;
    private final Admission admission;
    private final Map<String, Integer> comeAgain = new LinkedHashMap<>();

    /**
     * @param delays    the delays between the tries
     * @param most      how often it is tried
     * @param admission rests where a message comes again by itself
     */
    public UnfetchedInputs(Backoff delays, int most, Admission admission) {
        this.most = most;
        this.delays = delays;
        this.admission = admission;
    }

    /**
     * @param exchange the message; it is told if this is over
     * @return whether it is tried again in place; one that its bus hands out again by itself is not
     */
    public boolean isTriedAgain(Exchange exchange) {
        Tries tries = Tries.of(exchange);
        boolean itself = exchange.getProperty(Slots.RECEIPT, Receipt.NONE, Receipt.class).fetchedAgain();
        int times = itself ? timesOf(exchange.getMessage().getHeader(NextmvHeaders.MESSAGE_ID, "", String.class)) : tries.unfetched();
        if (times >= most) {
            tries.giveUp(times + " times (nextmv.retry.give-up)");
            return false;
        }
        if (itself) {
            admission.pauseListening(delays.whole(times - 1));
        }
        return !itself;
    }

    private synchronized int timesOf(String message) {
        int times = comeAgain.getOrDefault(message, 0) + 1;
        comeAgain.remove(message);
        if (times < most) {
            comeAgain.put(message, times);
        }
        if (comeAgain.size() > KNOWN) {
            comeAgain.remove(comeAgain.keySet().iterator().next());
        }
        return times;
    }
}
