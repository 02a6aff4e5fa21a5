package io.camelnextmv.await;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tickets that wait for their run at the moment, and the way to wake one of them. Safe for many threads. */
public final class Waiters {
    private final Timers timers;
    private final Map<String, String> ticketOfRun = new ConcurrentHashMap<>();
    private final Map<String, String> runOfTicket = new ConcurrentHashMap<>();

    /** @param timers where they sleep */
    public Waiters(Timers timers) {
        this.timers = timers;
    }

    /**
     * A ticket begins to wait.
     *
     * @param ticket its name
     * @param run    its run's id
     */
    public void enter(String ticket, String run) {
        runOfTicket.put(ticket, run);
        ticketOfRun.put(run, ticket);
    }

    /**
     * A ticket waits no longer.
     *
     * @param ticket its name
     */
    public void leave(String ticket) {
        String run = runOfTicket.remove(ticket);
        if (run != null) {
            // One after the other with wake: no alarm is raised for who has left.
            ticketOfRun.computeIfPresent(run, (id, waiting) -> {
                timers.heard(ticket);
                return waiting.equals(ticket) ? null : waiting;
            });
        }
    }

    /**
     * Looks at a run now, if a ticket waits for it; nothing happens otherwise.
     *
     * @param run a run's id
     * @return whether a ticket waits for it
     */
    public boolean wake(String run) {
        return ticketOfRun.computeIfPresent(run, (id, ticket) -> {
            timers.alarm(ticket);
            return ticket;
        }) != null;
    }

    /**
     * To be asked when a check begins: an alarm that comes later leads to another check.
     *
     * @param ticket the ticket's name
     * @return whether it was woken, and did not wake by itself
     */
    public boolean wasWoken(String ticket) {
        return timers.heard(ticket);
    }

    /** @return how many wait */
    public int count() {
        return runOfTicket.size();
    }
}
