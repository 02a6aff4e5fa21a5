package io.camelnextmv.submit;

import io.camelnextmv.pickup.Admission;
import io.camelnextmv.store.Recovery;
import io.camelnextmv.ticket.Repeated;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tickets that nobody cares for, each time somebody asks; those in doubt are made known, and looked for together. */
public final class TakeOver {
    private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);
    private final Recovery recovery;
    private final InDoubt inDoubt;
    private static final String AWAY = "away";
    private final Admission admission;
    private final Repeated repeated = new Repeated();

    /**
     * @param recovery finds them
     * @param inDoubt  is told of those whose run may have been started
     * @param admission     opens when they are in flight
     */
    public TakeOver(Recovery recovery, InDoubt inDoubt, Admission admission) {
        this.recovery = recovery;
        this.inDoubt = inDoubt;
        this.admission = admission;
    }

    /** @return the names of the tickets newly in our hands, oldest first */
    public List<TicketName> tickets() {
        List<Ticket> found;
        try {
            found = recovery.takeOver();
        } catch (UncheckedIOException e) {
            admission.shut();
            repeated.say(AWAY, count -> LOG.warn("The folder of the tickets cannot be looked through: {}. Nothing is taken"
                    + " until it can.{}", e.getCause().getMessage(), count));
            return List.of();
        }
        if (repeated.isOver(AWAY)) {
            LOG.info("The folder of the tickets can be looked through again: going on.");
        }
        // All together, so that one look serves them.
        found.stream().filter(ticket -> ticket.state() == Ticket.State.SUBMITTING).forEach(inDoubt::add);
        found.forEach(inDoubt::know);
        admission.open();
        return found.stream().map(Ticket::id).toList();
    }
}
