package io.camelnextmv;

import io.camelnextmv.submit.InDoubt;
import io.camelnextmv.ticket.Recovery;
import io.camelnextmv.ticket.Ticket;
import java.util.List;

/** The tickets that nobody cares for, each time somebody asks; those in doubt are made known before anything is sent. */
public final class TakeOver {
    private final Recovery recovery;
    private final InDoubt inDoubt;

    /**
     * @param recovery finds them
     * @param inDoubt  is told of those whose run may have been started
     */
    public TakeOver(Recovery recovery, InDoubt inDoubt) {
        this.recovery = recovery;
        this.inDoubt = inDoubt;
    }

    /** @return the names of the tickets newly in our hands, oldest first */
    public List<String> tickets() {
        List<Ticket> found = recovery.takeOver();
        found.stream().filter(ticket -> ticket.state() == Ticket.State.SUBMITTING).map(Ticket::id)
                .forEach(inDoubt::add);
        inDoubt.open();
        return found.stream().map(Ticket::id).toList();
    }
}
