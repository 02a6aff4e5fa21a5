package io.camelnextmv.submit;

import io.camelnextmv.ticket.Doubt;
import java.time.Duration;
import java.util.Optional;

/**
 * What the looks so far tell of a ticket.
 *
 * @param run    its run, if it was seen
 * @param doubt  what is known with the last look
 * @param missed whether the last look can have missed it
 * @param lacks  for how long it must be looked for yet, at least
 * @param visits whether the ticket is here for one step only
 */
record Finding(Optional<String> run, Doubt doubt, boolean missed, Duration lacks, boolean visits) {
    /** So often a run is looked for that the service may register late. */
    static final int LOOKS = 4;
    /** So often it is looked for where looks do not reach back far enough, before it is believed that none will. */
    static final int MOST_LOOKS = 8;

    /** Looks enough that can have missed nothing have not shown a run. */
    boolean showsThatThereIsNone() {
        return isEnough() && !missed;
    }

    /** No look reaches back far enough, and none will. */
    boolean showsThatNobodyCanTell() {
        return isEnough() && missed && doubt.looks() >= MOST_LOOKS;
    }

    private boolean isEnough() {
        return run.isEmpty() && doubt.looks() >= LOOKS && lacks.isZero();
    }
}
