package io.camelnextmv.store;

import io.camelnextmv.ticket.Repeated;
import io.camelnextmv.ticket.TicketName;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tickets that wait in a broker and are here for one step. What is written here of one need not last: only this step reads
 * it. Of several visits of one ticket each waits for the end of the one before. Safe for many threads.
 */
public final class Visits {
    private static final Logger LOG = LoggerFactory.getLogger(Visits.class);
    /** How often it is looked whether the folder of the tickets is there again, in ms. */
    private static final int LOOK_AGAIN = 100;
    private final WorkFolder work;
    private final VisitFolderPool folders;
    private final Map<TicketName, VisitFolder> open = new ConcurrentHashMap<>();
    private final Repeated repeated = new Repeated();
    private volatile boolean lettingGo;

    Visits(WorkFolder work) {
        this.work = work;
        this.folders = new VisitFolderPool(work.visits());
    }

    Optional<VisitFolder> of(TicketName ticket) {
        return Optional.ofNullable(open.get(ticket));
    }

    /**
     * @param ticket the name of a ticket that is here for one step
     * @return its folder
     * @throws IllegalStateException if it is not
     */
    public VisitFolder open(TicketName ticket) {
        return of(ticket).orElseThrow(() -> new IllegalStateException("ticket " + ticket + " is not here for one step"));
    }

    /**
     * A ticket comes for one step.
     *
     * @param ticket its name
     * @return its folder, to be given to {@link #end} when the step is over
     * @throws UncheckedIOException if the disk says no
     */
    public VisitFolder begin(TicketName ticket) {
        waitUntilThere();
        VisitFolder visit = new VisitFolder(ticket, work, folders);
        synchronized (open) {
            while (open.putIfAbsent(ticket, visit) != null) {
                try {
                    open.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("ticket " + ticket + " is being worked on", e);
                }
            }
        }
        return visit;
    }

    /** In place: a message that is given back counts as a step that was begun once more. */
    private void waitUntilThere() {
        synchronized (open) {
            while (!work.isThere() && !lettingGo) {
                TicketsAway away = work.away();
                repeated.say("away", count -> LOG.warn("Tickets that wait in the broker stay there: {}{}",
                        away.getCause().getMessage(), count));
                try {
                    open.wait(LOOK_AGAIN);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw away;
                }
            }
        }
        work.mustBeThere();
    }

    /**
     * Waits in place, before a message is given back for which our disk had no room: until there is some, or the process is
     * about to stop.
     *
     * @param least how long at least
     * @throws InterruptedException if somebody ends the wait
     */
    public void hold(Duration least) throws InterruptedException {
        long begun = System.nanoTime();
        while (!lettingGo && (System.nanoTime() - begun < least.toNanos() || !folders.isRoom())) {
            synchronized (open) {
                open.wait(LOOK_AGAIN);
            }
        }
    }

    /**
     * A step is over: nothing of what was written for it is left. A second end of it changes nothing, also where the next one
     * has begun.
     *
     * @param visit the folder that {@link #begin} gave
     */
    public void end(VisitFolder visit) {
        if (open.get(visit.ticket()) != visit) {
            return;
        }
        try {
            visit.leave();
        } finally {
            work.inFlight().remove(visit.ticket());
            synchronized (open) {
                open.remove(visit.ticket(), visit);
                open.notifyAll();
            }
        }
    }

    /** Nobody waits for the folder of the tickets any more: the process is about to stop. */
    public void letGo() {
        lettingGo = true;
        synchronized (open) {
            open.notifyAll();
        }
    }
}
