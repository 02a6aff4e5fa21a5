package io.camelnextmv.cloud;


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
}
