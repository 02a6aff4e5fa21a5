package io.camelnextmv.headers;

import org.apache.camel.Exchange;

/**
 * What the step that an exchange makes has met in its tries, for our classes and the rules of 90-errors. It outlives a
 * redelivery, and is left behind where the ticket is handed on to another step: each of those begins anew.
 *
 * <p>An exchange has one, and one thread at a time. A copy of the exchange shares it: who copies one to hand a ticket on, or to
 * do something else, drops it first.
 */
public final class Tries {
    private String step = "";
    private int faults;
    private int unfetched;
    private boolean stuck;
    private boolean clean;
    private Throwable fatal;
    private long waited;
    private String givenUp = "";
    private int notTaken;

    /**
     * @param exchange the exchange that makes a step
     * @return what it has met, nothing at first
     */
    public static Tries of(Exchange exchange) {
        Tries tries = exchange.getProperty(Slots.TRIES, Tries.class);
        if (tries == null) {
            tries = new Tries();
            exchange.setProperty(Slots.TRIES, tries);
        }
        return tries;
    }

    /** @return the step that was begun last, whose faults are counted; empty where none was */
    public String step() {
        return step;
    }

    /** @param begun the step that begins, whose faults are counted from now on, also where they are caught by a route around it */
    public void step(String begun) {
        step = begun;
    }

    /** @return how many faults there were in a row */
    public int faults() {
        return faults;
    }

    /** @param now how many faults there are in a row now */
    public void faults(int now) {
        faults = now;
    }

    /** @return whether unexpected exceptions were met so often that the ticket has ended */
    public boolean areStuck() {
        return stuck;
    }

    /** Unexpected exceptions were met so often that the ticket has ended. */
    public void stick() {
        stuck = true;
    }

    /** @return whether it is known that no unexpected exceptions are counted for the ticket */
    public boolean areClean() {
        return clean;
    }

    /** @param known whether it is known that no unexpected exceptions are counted for the ticket */
    public void clean(boolean known) {
        clean = known;
    }

    /**
     * A fatal error was met: each step around the one that met it sees it too.
     *
     * @param error the error
     * @return whether it was not told of yet
     */
    public boolean isNew(Throwable error) {
        boolean told = fatal == error;
        fatal = error;
        return !told;
    }

    /** @param millis how long the step has waited for a turn, in ms, which is no time in which it fails */
    public void waited(long millis) {
        waited += millis;
    }

    /** @return how long the step has waited for turns since this was asked last, in ms */
    public long takeWaited() {
        long all = waited;
        waited = 0;
        return all;
    }

    /** @return how long the step has been failing while others got through; empty where it was not given up */
    public String givenUp() {
        return givenUp;
    }

    /** @param words how long the step has been failing while others got through, for whoever gives it up */
    public void giveUp(String words) {
        givenUp = words;
    }

    /** @return how often the ticket's outcome was given up at its endpoints */
    public int notTaken() {
        return notTaken;
    }

    /** @param times how often the ticket's outcome was given up at its endpoints */
    public void notTaken(int times) {
        notTaken = times;
    }

    /** @return how often what a message points to could not be fetched */
    public int unfetched() {
        return unfetched;
    }

    /** What the message points to could not be fetched once more. */
    public void notFetched() {
        unfetched++;
    }
}
