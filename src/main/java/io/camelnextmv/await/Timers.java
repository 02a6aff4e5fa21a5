package io.camelnextmv.await;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The timers of all that waits. Unlike Camel's default scheduler it refuses nobody, and at a stop it lets everybody go
 * at once: what waited is on disk.
 */
public final class Timers extends ScheduledThreadPoolExecutor {
    private volatile boolean lettingGo;

    /** @param threads how many checks are done at the same time */
    public Timers(int threads) {
        super(threads, daemons());
        setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "nextmv-timer-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return super.schedule(command, lettingGo ? 0 : delay, unit);
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
