package io.camelnextmv.retry;

import io.camelnextmv.limits.WakeUps;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The timers of all that waits. Unlike Camel's default scheduler it refuses nobody, and at a stop it lets everybody go
 * at once: what waited is on disk. And who sleeps here can be woken: by its ticket's name, once, whatever the number of
 * those who try.
 */
public final class Timers extends RelievedPool {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private final ThreadLocal<Sleeper> next = new ThreadLocal<>();
    private final Map<TicketName, Sleep> sleeping = new ConcurrentHashMap<>();
    private final Map<Long, List<Sleep>> together = new ConcurrentHashMap<>();
    private final long origin = System.nanoTime();
    private final Set<TicketName> alarms = ConcurrentHashMap.newKeySet();
    private final WakeUps wakeUps;
    private volatile boolean lettingGo;

    private record Sleeper(TicketName ticket, boolean lightly) {
    }

    /** What is run when the time has come or somebody wakes it, whichever is first. */
    private final class Sleep implements Runnable {
        private final Sleeper who;
        private final Consumer<Boolean> work;
        private final AtomicBoolean begun = new AtomicBoolean();
        private volatile Optional<ScheduledFuture<?>> timer = Optional.empty();
        private volatile boolean woken;

        Sleep(Sleeper who, Consumer<Boolean> work) {
            this.who = who;
            this.work = work;
        }

        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                sleeping.remove(who.ticket(), this);
                work.accept(woken);
            }
        }
    }

    /**
     * @param threads how many checks are done at the same time
     * @param wakeUps who does not fall asleep
     */
    public Timers(int threads, WakeUps wakeUps) {
        super(threads, "nextmv-timer");
        this.wakeUps = wakeUps;
        setRemoveOnCancelPolicy(true);
    }

    /** What was said of a sleep that nobody scheduled ends with the task in which it was said. */
    @Override
    protected void afterExecute(Runnable work, Throwable thrown) {
        next.remove();
        super.afterExecute(work, thrown);
    }

    /**
     * Says whose sleep the calling thread is about to schedule: Camel's error handler does not.
     *
     * @param ticket  the ticket's name
     * @param lightly whether an alarm may wake it; a sleep that the service asked for is left alone
     */
    public void nextIs(TicketName ticket, boolean lightly) {
        next.set(new Sleeper(ticket, lightly));
    }

    /** The next sleep that the calling thread schedules is no ticket's, whatever was said of one that was not scheduled. */
    public void nextIsNoTickets() {
        next.remove();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Sleeper who = next.get();
        next.remove();
        if (who == null || lettingGo) {
            return super.schedule(command, lettingGo ? 0 : delay, unit);
        }
        Sleep sleep = new Sleep(who, woken -> command.run());
        sleeping.put(who.ticket(), sleep);
        ScheduledFuture<?> timer = super.schedule(sleep, delay, unit);
        sleep.timer = Optional.of(timer);
        listen(who.ticket());
        return timer;
    }

    private void listen(TicketName ticket) {
        boolean called = wakeUps.heard(ticket);
        if (called || alarms.contains(ticket)) {
            wake(ticket, called);
        }
    }

    /**
     * Lets a ticket sleep that is not waited for to the second. All whose time is up in the same second are woken by one timer:
     * to wake a thread for each of 100,000 costs more than most of them have to do.
     *
     * @param ticket  the ticket's name
     * @param work    what is to be done when the time has come or somebody wakes it, whichever is first; told whether it was
     *                woken
     * @param delay   for how long at least; a second more at most
     * @param lightly whether an alarm may wake it, as one that was raised before does at once
     */
    public void sleep(TicketName ticket, Consumer<Boolean> work, Duration delay, boolean lightly) {
        // Camel does not schedule the sleep that it was told of in this thread: this one takes its place.
        nextIsNoTickets();
        if (lettingGo) {
            super.schedule(() -> work.accept(false), 0, TimeUnit.NANOSECONDS);
            return;
        }
        Sleep sleep = new Sleep(new Sleeper(ticket, lightly), work);
        sleeping.put(ticket, sleep);
        long now = System.nanoTime() - origin;
        long second = (now + delay.toNanos()) / SECOND + 1;
        together.compute(second, (its, there) -> {
            List<Sleep> all = there == null ? new ArrayList<>() : there;
            all.add(sleep);
            if (there == null) {
                super.schedule(() -> wakeAll(its), its * SECOND - now, TimeUnit.NANOSECONDS);
            }
            return all;
        });
        listen(ticket);
    }

    private void wakeAll(Long second) {
        List<Sleep> all = together.remove(second);
        if (all != null) {
            all.forEach(lettingGo ? Sleep::run : sleep -> super.schedule(sleep, 0, TimeUnit.NANOSECONDS));
        }
    }

    /**
     * Raises an alarm for a ticket that waits for its run: it is woken now, or, when it is being checked already, it
     * is checked again right after.
     *
     * @param ticket the ticket's name
     */
    public void alarm(TicketName ticket) {
        // In this order: who falls asleep in between sees the alarm.
        alarms.add(ticket);
        wake(ticket, false);
    }

    /**
     * @param ticket the ticket's name
     * @return whether an alarm was raised for it that it has not heard yet
     */
    public boolean isAlarmed(TicketName ticket) {
        return alarms.contains(ticket);
    }

    /**
     * Turns a ticket's alarm off.
     *
     * @param ticket the ticket's name
     * @return whether there was one
     */
    public boolean heard(TicketName ticket) {
        return alarms.remove(ticket);
    }

    /**
     * Wakes a ticket if it sleeps, however deep.
     *
     * @param ticket the ticket's name
     * @return whether it slept
     */
    public boolean wake(TicketName ticket) {
        return wake(ticket, true);
    }

    private boolean wake(TicketName ticket, boolean deep) {
        Sleep sleep = sleeping.get(ticket);
        boolean woken = sleep != null && (deep || sleep.who.lightly()) && sleeping.remove(ticket, sleep);
        if (woken) {
            sleep.woken = true;
            sleep.timer.ifPresent(timer -> timer.cancel(false));
            super.schedule(sleep, 0, TimeUnit.NANOSECONDS);
        }
        return woken;
    }

    /** @return how many sleep here under a name */
    public int sleeping() {
        return sleeping.size();
    }

    /** Runs everything that waits, now and in the calling thread; from here on nothing waits any more. */
    public void letGo() {
        lettingGo = true;
        for (Object waiting : getQueue().toArray()) {
            if (waiting instanceof Runnable task && getQueue().remove(task)) {
                task.run();
            }
        }
    }
}
