package io.camelnextmv.cloud;

import io.camelnextmv.headers.Slots;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.ExchangeProperty;

/** Puts a failed request into words that say whose fault it is, tells the circuit breaker, and throws it on. */
public final class CloudFailure {
    private final Faults faults;
    private final CircuitBreaker breaker;

    /**
     * @param faults tells whose fault it is
     * @param breaker learns of it
     */
    public CloudFailure(Faults faults, CircuitBreaker breaker) {
        this.faults = faults;
        this.breaker = breaker;
    }

    /**
     * @param thrown       what sending the request threw
     * @param mayBeRefused the statuses for which the asking route has an answer, apart by commas: they are the fault of what was
     *                     asked for, and no sign that the key or the service is not good; null for none
     * @throws Fault always
     */
    public void tell(@ExchangeProperty(Slots.CAUGHT) Exception thrown,
            @ExchangeProperty(Slots.MAY_BE_REFUSED) String mayBeRefused) {
        Fault fault = faults.of(thrown, mayBeRefused == null || mayBeRefused.isEmpty() ? Set.of()
                : Arrays.stream(mayBeRefused.split(",")).map(Integer::valueOf).collect(Collectors.toUnmodifiableSet()));
        breaker.failure(fault);
        throw fault;
    }
}
