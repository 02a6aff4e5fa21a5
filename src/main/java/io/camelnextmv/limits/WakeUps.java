package io.camelnextmv.limits;

import io.camelnextmv.ticket.TicketName;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Who was to be woken while it was awake: it does not sleep the next time. Whoever wakes says so here first and looks for
 * the sleeper then; whoever falls asleep lies down first and asks here then: so none is missed. Safe for many threads.
 */
public final class WakeUps {
    /** So many are canceled at one time at most before they fall asleep; the oldest are forgotten. */
    private static final int MOST = 1000;
    /** So many go on at the same time: somebody may cancel thousands at once. */
    private static final int AT_ONCE = 32;
    private static final int IDLE_SECONDS = 2;
    private final Set<TicketName> missed = new LinkedHashSet<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, IDLE_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), work -> {
                Thread thread = new Thread(work, "nextmv-woken");
                thread.setDaemon(true);
                return thread;
            });

    /** Without threads, until somebody is woken. */
    public WakeUps() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** @param work what a ticket that was woken out of its line does now, which may take long */
    void goOn(Runnable work) {
        threads.execute(work);
    }

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
