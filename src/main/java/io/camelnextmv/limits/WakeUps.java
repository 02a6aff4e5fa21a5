package io.camelnextmv.limits;

import io.camelnextmv.ticket.TicketName;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who was to be woken while it was awake: it does not sleep the next time. Whoever wakes says so here first and looks for
 * the sleeper then; whoever falls asleep lies down first and asks here then: so none is missed. Safe for many threads.
 */
public final class WakeUps {
    /** So many are canceled at one time at most before they fall asleep; the oldest are forgotten. */
    private static final int MOST = 1000;
    private final Set<TicketName> missed = new LinkedHashSet<>();

    /**
     * A ticket is to be woken.
     *
     * @param ticket the ticket's name
     */
    public synchronized void call(TicketName ticket) {
        missed.add(ticket);
        if (missed.size() > MOST) {
            Iterator<TicketName> oldest = missed.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /**
     * It has been woken, or lies down to sleep.
     *
     * @param ticket the ticket's name
     * @return whether it was called meanwhile; that is over then
     */
    public synchronized boolean heard(TicketName ticket) {
        return missed.remove(ticket);
    }
}
