package io.camelnextmv.cloud;

import io.camelnextmv.cloud.Fault.Whose;

/** Puts a failed request into words that say whose fault it is, tells the outage switch, and throws it on. */
public final class Verdict {
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
     * @param thrown what sending the request threw
     * @throws Fault always
     */
    public void on(Exception thrown) {
        Fault fault = faults.of(thrown);
        outage.failure(fault);
        throw fault;
    }

    /**
     * The same for the object storage. Its refusals say that an address is no longer good, which the next try mends by
     * asking for another; its address, which is as good as a key, is kept out of the words.
     *
     * @param thrown what sending the request threw
     * @throws Fault always
     */
    public void onStorage(Exception thrown) {
        Fault fault = faults.of(thrown);
        String words = fault.status() == 0 ? fault.getMessage() : "it answered " + fault.status();
        throw new Fault(Whose.SERVICE, fault.status(), "the object storage does not give the output out: " + words,
                fault.retryAfter());
    }
}
