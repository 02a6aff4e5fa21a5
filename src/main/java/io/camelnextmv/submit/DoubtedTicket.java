package io.camelnextmv.submit;

import io.camelnextmv.ticket.Doubt;
import java.time.Instant;
import java.util.Optional;

/**
 * A ticket in doubt.
 *
 * @param application where its run would be
 * @param sent        when its request was about to be sent
 * @param experiment  the experiment that its run was to be attached to
 * @param visits      whether it is here for one step only, and waits in the broker
 * @param doubt       what the looks so far have told
 * @param due         when it is due for its next look, in ns
 */
record DoubtedTicket(String application, Instant sent, Optional<String> experiment, boolean visits, Doubt doubt, long due) {
    boolean sharesItsApplicationWith(DoubtedTicket other) {
        return application.equals(other.application);
    }

    DoubtedTicket next(Doubt then, long nextDue) {
        return new DoubtedTicket(application, sent, experiment, visits, then, nextDue);
    }
}
