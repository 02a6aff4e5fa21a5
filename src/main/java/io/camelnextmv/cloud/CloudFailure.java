package io.camelnextmv.cloud;

import io.camelnextmv.headers.Slots;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.camel.ExchangeProperty;

/**
 * Puts a failed request into words that say whose fault it is, tells the circuit breaker, and throws it on; where the service
 * says that it is asked too much, all others learn of it.
 */
public final class CloudFailure {
    private static final int TOO_MANY = 429;
    private final Accounts accounts;
    private final BiConsumer<String, Optional<Duration>> tooMuch;

    /**
     * @param accounts tell whose fault it is, and learn of it
     * @param tooMuch  learns of which account the service says that it is asked too much, and for how long it asks to slow
     *                 down, if it says so
     */
    public CloudFailure(Accounts accounts, BiConsumer<String, Optional<Duration>> tooMuch) {
        this.accounts = accounts;
        this.tooMuch = tooMuch;
    }

    /**
     * @param thrown  what sending the request threw
     * @param request the request
     * @param account whose request it was; null for the main account
     * @throws Fault always
     */
    public void tell(@ExchangeProperty(Slots.CAUGHT) Exception thrown,
            @ExchangeProperty(Slots.REQUEST) Request request,
            @ExchangeProperty(Slots.ACCOUNT) String account) {
        Account asked = accounts.of(account);
        Fault fault = asked.faults().of(thrown, request);
        if (fault.status() == TOO_MANY && fault.kind() != Fault.Kind.BUSY) {
            tooMuch.accept(asked.name(), fault.retryAfter());
        }
        asked.services().api().failure(fault);
        throw fault;
    }
}
