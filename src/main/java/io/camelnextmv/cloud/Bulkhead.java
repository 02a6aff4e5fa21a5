package io.camelnextmv.cloud;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.headers.Slots;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one application whose requests are not answered from holding all threads and connections: while so many of its
 * requests hang and none is answered, its next ones are sent one by one, and the others come back later. Safe for many
 * threads.
 */
public final class Bulkhead {
    private static final Logger LOG = LoggerFactory.getLogger(Bulkhead.class);
    /** Longer than the head of an answer takes. */
    private static final Duration HANGS = Duration.ofSeconds(3);
    private static final int MOST_HANGING = 4;
    /** Inputs name applications, also such as there are not: of more than these those without a request are forgotten. */
    private static final int MOST = 1000;
    private final LongSupplier nanos;
    private final Map<String, Sent> requests = new HashMap<>();
    private final Map<String, Application> applications = new HashMap<>();

    private record Sent(String application, long since) {
    }

    private static final class Application {
        private long answered = Long.MIN_VALUE;
        private long entered = Long.MIN_VALUE;
        private boolean said;
    }

    /** @param nanos a clock that does not jump, in ns */
    public Bulkhead(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * To be asked before a request waits for its turn: one that must not be sent need not.
     *
     * @param request what it asks for
     * @param account whose application it is; null for the main account
     * @throws Fault {@link Kind#PAUSED} if too many of its application hang
     */
    public synchronized void pass(@Body Request request, @ExchangeProperty(Slots.ACCOUNT) String account) {
        of(request, account).ifPresent(id -> pass(id, nanos.getAsLong()));
    }

    private static Optional<String> of(Request request, String account) {
        String whose = account == null || account.equals(Accounts.MAIN) ? "" : " (account of inbox " + account + ")";
        return request.target().application().map(application -> application + whose);
    }

    private void pass(String id, long now) {
        forgetOthers(id);
        Application application = applications.computeIfAbsent(id, name -> new Application());
        if (hanging(id, application, now) >= MOST_HANGING && isWithin(application.entered, now)) {
            if (!application.said) {
                application.said = true;
                LOG.warn("Requests of application {} are not answered: its next ones are sent one by one, those of"
                        + " others go on.", id);
            }
            throw new Fault(Kind.PAUSED, 0, "requests of application " + id + " are not answered at the moment",
                    Optional.of(HANGS));
        }
    }

    /**
     * To be asked right before a request.
     *
     * @param exchange the exchange that sends it
     * @param request  what it asks for
     * @param account  whose application it is; null for the main account
     * @throws Fault {@link Kind#PAUSED} if too many of its application hang
     */
    public synchronized void enter(Exchange exchange, @Body Request request,
            @ExchangeProperty(Slots.ACCOUNT) String account) {
        of(request, account).ifPresent(id -> {
            long now = nanos.getAsLong();
            pass(id, now);
            applications.get(id).entered = now;
            requests.put(exchange.getExchangeId(), new Sent(id, now));
        });
    }

    private void forgetOthers(String id) {
        if (applications.size() >= MOST && !applications.containsKey(id)) {
            applications.keySet().retainAll(requests.values().stream().map(Sent::application).toList());
        }
    }

    private long hanging(String id, Application application, long now) {
        return requests.values().stream().filter(request -> request.application().equals(id)
                && !isWithin(request.since(), now)
                && (application.answered == Long.MIN_VALUE || request.since() - application.answered > 0)).count();
    }

    private static boolean isWithin(long since, long now) {
        return since != Long.MIN_VALUE && now - since <= HANGS.toNanos();
    }

    /**
     * A request was answered.
     *
     * @param exchange the exchange that has sent it
     */
    public synchronized void answered(Exchange exchange) {
        Sent request = requests.remove(exchange.getExchangeId());
        if (request != null) {
            Application application = applications.get(request.application());
            application.answered = nanos.getAsLong();
            application.said = false;
        }
    }

    /**
     * A request has failed; an answer that says so is one.
     *
     * @param exchange the exchange that has sent it
     * @param why      what it met
     */
    public synchronized void failed(Exchange exchange, @ExchangeProperty(Slots.CAUGHT) Exception why) {
        if (why instanceof HttpOperationFailedException) {
            answered(exchange);
        } else {
            requests.remove(exchange.getExchangeId());
        }
    }
}
