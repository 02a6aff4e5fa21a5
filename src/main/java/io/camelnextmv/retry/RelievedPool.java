package io.camelnextmv.retry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;

/** A scheduler of so many daemon threads, of which one that hangs has another one in its place. */
class RelievedPool extends ScheduledThreadPoolExecutor {
    /** Longer than a step takes whose request is answered. */
    private static final Duration HANGS = Duration.ofSeconds(2);
    /** So many more threads at most, while so many hang. */
    private static final int MOST_MORE = 24;
    private final int threads;
    private final Map<Thread, Long> working = new ConcurrentHashMap<>();
    private final AtomicBoolean watched = new AtomicBoolean();
    private final ScheduledExecutorService relief;

    /**
     * @param threads how many threads there are while none hangs
     * @param name    the beginning of their names
     */
    RelievedPool(int threads, String name) {
        super(threads, new DefaultThreadFactory(name, true));
        this.threads = threads;
        // At a stop there may be one that still begins.
        relief = new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory(name + "-relief", true), new DiscardPolicy());
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable work) {
        super.beforeExecute(thread, work);
        working.put(thread, System.nanoTime());
        watch();
    }

    /** Looks again as long as something is at work, and not while nothing is. */
    private void watch() {
        if (!working.isEmpty() && watched.compareAndSet(false, true) && !isShutdown()) {
            relief.schedule(this::relieve, 500, TimeUnit.MILLISECONDS);
        }
    }

    /** A thread whose request hangs has another one in its place, so that what is due elsewhere does not wait for it. */
    private void relieve() {
        long now = System.nanoTime();
        long hanging = working.values().stream().filter(since -> now - since > HANGS.toNanos()).count();
        int wanted = threads + (int) Math.min(hanging, MOST_MORE);
        if (getCorePoolSize() != wanted && !isShutdown()) {
            setCorePoolSize(wanted);
        }
        // In this order: who begins in between is watched by one of the two.
        watched.set(false);
        watch();
    }

    @Override
    public List<Runnable> shutdownNow() {
        relief.shutdownNow();
        return super.shutdownNow();
    }

    @Override
    public void shutdown() {
        relief.shutdownNow();
        super.shutdown();
    }

    /** Nobody looks at what a timer's future has to say: an Error would be gone with it. */
    @Override
    protected void afterExecute(Runnable work, Throwable thrown) {
        working.remove(Thread.currentThread());
        super.afterExecute(work, thrown);
        if (thrown == null && work instanceof Future<?> done && done.isDone() && !done.isCancelled()) {
            try {
                done.get();
            } catch (ExecutionException e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
