package io.camelnextmv.cloud;

import io.camelnextmv.headers.Slots;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
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
     * @param thrown       what sending the request threw
     * @param mayBeRefused the statuses for which the asking route has an answer, apart by commas: they are the fault of what was
     *                     asked for, and no sign that the key or the service is not good; null for none
     * @param account      whose request it was; null for the main account
     * @throws Fault always
     */
    public void tell(@ExchangeProperty(Slots.CAUGHT) Exception thrown,
            @ExchangeProperty(Slots.MAY_BE_REFUSED) String mayBeRefused,
            @ExchangeProperty(Slots.ACCOUNT) String account) {
        Account asked = accounts.of(account);
        Fault fault = asked.faults().of(thrown, mayBeRefused == null || mayBeRefused.isEmpty() ? Set.of()
                : Arrays.stream(mayBeRefused.split(",")).map(Integer::valueOf).collect(Collectors.toUnmodifiableSet()));
        if (fault.status() == TOO_MANY && fault.kind() != Fault.Kind.BUSY) {
            tooMuch.accept(asked.name(), fault.retryAfter());
        }
        asked.services().api().failure(fault);
        throw fault;
    }
}
