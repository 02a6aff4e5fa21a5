package io.camelnextmv.cloud;

import io.camelnextmv.headers.Slots;
import org.apache.camel.ExchangeProperty;

/** Puts a failed request into words that say whose fault it is, tells the outage switch, and throws it on. */
public final class Verdict {
    private static final int TOO_MANY = 429;
    private final Faults faults;
    private final OutageSwitch outage;

    /**
     * @param faults tells whose fault it is
     * @param outage learns of it
     */
    public Verdict(Faults faults, OutageSwitch outage) {
        this.faults = faults;
        this.outage = outage;
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
            fault = fault.as(Fault.Whose.BUSY);
        }
        outage.failure(fault);
        throw fault;
    }
}
