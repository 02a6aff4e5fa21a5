package io.camelnextmv.cloud;

import io.camelnextmv.headers.Slots;
import org.apache.camel.ExchangeProperty;

/** Puts a failed request into words that say whose fault it is, tells the outage switch, and throws it on. */
public final class CloudFailure {
    private static final int TOO_MANY = 429;
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
     * @param thrown    what sending the request threw
     * @param mayBeBusy whether the request started a run that asked not to be queued: a 429 then says that there is no
     *                  capacity, and not that requests come too fast; null is no
     * @throws Fault always
     */
    public void on(@ExchangeProperty(Slots.CAUGHT) Exception thrown, @ExchangeProperty(Slots.MAY_BE_BUSY) Boolean mayBeBusy) {
        Fault fault = faults.of(thrown);
        if (Boolean.TRUE.equals(mayBeBusy) && fault.status() == TOO_MANY) {
            fault = fault.as(Fault.Kind.BUSY);
        }
        breaker.failure(fault);
        throw fault;
    }
}
