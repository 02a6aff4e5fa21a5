package io.camelnextmv.cli;

import io.camelnextmv.logging.Printable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Says at a terminal what a command waits for, from a second on, in one line that is gone when the waiting ends. Where
 * nobody looks it says nothing. It says so beside the output, never in it.
 */
final class TakesLong implements AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int LONGEST = 100;
    private static final String CLEAR = "\r\u001b[K";
    private final PrintStream err;
    private final boolean seen;
    private final Duration after;
    private final ScheduledExecutorService timer;

    /** At this process's terminal, if it has one. */
    TakesLong() {
        this(System.err, Terminal.isErr(), SECOND);
    }

    /**
     * @param err   where it is said
     * @param seen  whether anybody looks
     * @param after when it is said first, and how often from then on
     */
    TakesLong(PrintStream err, boolean seen, Duration after) {
        this.err = err;
        this.seen = seen;
        this.after = after;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "nextmv-takes-long");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** One wait. */
    interface Wait extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * A wait begins.
     *
     * @param what what is waited for, asked again each time it is said
     * @return to be closed when the wait is over; the line is gone then
     */
    Wait begin(Supplier<String> what) {
        if (!seen) {
            return () -> { };
        }
        long since = System.nanoTime();
        boolean[] said = new boolean[1];
        ScheduledFuture<?> saying = timer.scheduleAtFixedRate(() -> {
            synchronized (said) {
                said[0] = true;
                String text = Printable.of(what.get());
                err.print(CLEAR + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + " ("
                        + Duration.ofNanos(System.nanoTime() - since).toSeconds() + " s)");
                err.flush();
            }
        }, after.toMillis(), after.toMillis(), TimeUnit.MILLISECONDS);
        return () -> {
            synchronized (said) {
                // Under the lock: nothing is said behind the end.
                saying.cancel(false);
                if (said[0]) {
                    err.print(CLEAR);
                    err.flush();
                }
                said[0] = false;
            }
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
