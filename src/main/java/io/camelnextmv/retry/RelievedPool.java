package io.camelnextmv.retry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler of so many daemon threads at most, of which one that hangs has another one in its place. There are as many as have
 * been at work at the same time of late, and one for what comes: a thread costs memory for as long as it is there.
 */
class RelievedPool extends ScheduledThreadPoolExecutor {
    /** Longer than a step takes whose request is answered. */
    private static final Duration HANGS = Duration.ofSeconds(2);
    /** So many more threads at most, while so many hang. */
    private static final int MOST_MORE = 24;
    /** One at work, and one for what comes meanwhile. */
    private static final int FEWEST = 2;
    /** So long threads are kept that nothing was there for. */
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(RelievedPool.class);
    private final int threads;
    private final int fewest;
    private final long quiet;
    private final Map<Thread, Long> working = new ConcurrentHashMap<>();
    private final AtomicBoolean watched = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor relief;
    private int most;
    private long quietSince = System.nanoTime();

    /**
     * @param threads how many threads there are at most while none hangs
     * @param name    the beginning of their names
     */
    RelievedPool(int threads, String name) {
        this(threads, name, QUIET);
    }

    RelievedPool(int threads, String name, Duration quiet) {
        super(Math.min(FEWEST, threads), new DefaultThreadFactory(name, true));
        this.threads = threads;
        this.fewest = getCorePoolSize();
        this.quiet = quiet.toNanos();
        // At a stop there may be one that still begins.
        relief = new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory(name + "-relief", true), new DiscardPolicy());
        // Now, when there are threads to be had.
        relief.prestartCoreThread();
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable work) {
        super.beforeExecute(thread, work);
        working.put(thread, System.nanoTime());
        if (working.size() >= getCorePoolSize() && getCorePoolSize() < threads) {
            fit(System.nanoTime());
        }
        watch();
    }

    /** Looks again as long as something is at work, or more threads are there than may be needed. */
    private void watch() {
        boolean changes = !working.isEmpty() || getCorePoolSize() > fewest;
        if (changes && watched.compareAndSet(false, true) && !isShutdown()) {
            relief.schedule(this::relieve, 500, TimeUnit.MILLISECONDS);
        }
    }

    private void relieve() {
        fit(System.nanoTime());
        // In this order: who begins in between is watched by one of the two.
        watched.set(false);
        watch();
    }

    /** A thread whose request hangs has another one in its place, so that what is due elsewhere does not wait for it. */
    private synchronized void fit(long now) {
        int hanging = (int) working.values().stream().filter(since -> now - since > HANGS.toNanos()).count();
        int busy = working.size() - hanging;
        most = Math.max(most, busy);
        int wanted = Math.min(threads, Math.max(fewest, most + 1)) + Math.min(hanging, MOST_MORE);
        if (now - quietSince > quiet) {
            quietSince = now;
            most = busy;
        }
        if (getCorePoolSize() != wanted && !isShutdown()) {
            try {
                setCorePoolSize(wanted);
            } catch (OutOfMemoryError e) {
                // The system has no thread to give, which is no reason to lose the work of the one that asks for it.
                LOG.warn("There is no thread for what is due: {}", e.getMessage());
            }
        }
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
