package io.camelnextmv.limits;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;

/**
 * The threads of those who have waited for their turn: as many as are needed, and none while nobody waits; how many that may
 * be is the care of {@link Turns}. They end by themselves, and keep no process from ending.
 */
public final class TurnThreads {
    private static final int IDLE_SECONDS = 2;
    private final ThreadPoolExecutor steps = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
            new SynchronousQueue<>(), new DefaultThreadFactory("nextmv-turn", true));
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
            new DefaultThreadFactory("nextmv-turns", true));

    /** Without threads, until there is something to do. */
    public TurnThreads() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    Executor steps() {
        return steps;
    }

    ScheduledExecutorService timer() {
        return timer;
    }
}
