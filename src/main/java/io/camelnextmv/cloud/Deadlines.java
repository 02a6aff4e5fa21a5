package io.camelnextmv.cloud;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.EndpointDetails;

/**
 * A deadline for each whole request, because a time-out for each read never comes where a byte comes now and then: it
 * may take twice the response time-out, and as long again each time that in such a while 16 KiB a second went to and fro.
 * So what makes progress, however large it is, has its time, and what does not lets its thread go, also after much has
 * come. The connection is closed by this class's own thread, which is the only thing that ends a write or a TLS handshake
 * that hangs.
 */
final class Deadlines implements AutoCloseable {
    /** A line of 128 kbit/s, in bytes a second: who gets less of it has no use for payloads of this service. */
    static final long RATE = 16 * 1024;
    private final Duration period;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "nextmv-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    /** @param responseTimeout how long the service may keep silent */
    Deadlines(Duration responseTimeout) {
        this.period = responseTimeout.multipliedBy(2);
        timer.setRemoveOnCancelPolicy(true);
        // At a stop the requests end by themselves, or with the process.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    Watch watch(Object request, ExecRuntime runtime) {
        Watch watch = new Watch(request, runtime);
        watch.again();
        return watch;
    }

    /** Over one request, from its start until its answer was read or given up. */
    final class Watch {
        private final long begun = System.nanoTime();
        private final Object request;
        private final ExecRuntime runtime;
        private Optional<EndpointDetails> connection = Optional.empty();
        private Optional<ScheduledFuture<?>> next = Optional.empty();
        private long before;
        private long atLastLook;
        private boolean answering;
        private boolean over;
        private boolean last;
        private boolean fired;

        private Watch(Object request, ExecRuntime runtime) {
            this.request = request;
            this.runtime = runtime;
        }

        /** The connection is there, perhaps one that has carried other requests. */
        synchronized void connected(EndpointDetails details) {
            before = details.getSentBytesCount();
            connection = Optional.of(details);
        }

        /** The head of the answer is there. */
        synchronized void answering() {
            before += connection.map(EndpointDetails::getReceivedBytesCount).orElse(0L);
            answering = true;
        }

        /** Headers that never end are no progress, so what is received counts from the answer's body on. */
        private long transferred() {
            return connection.map(details -> details.getSentBytesCount()
                    + (answering ? details.getReceivedBytesCount() : 0) - before).orElse(0L);
        }

        private synchronized void again() {
            if (!over) {
                next = Optional.of(timer.schedule(this::look, period.toNanos(), TimeUnit.NANOSECONDS));
            }
        }

        private void look() {
            if (makesProgress()) {
                again();
            } else if (isFired()) {
                // Not while holding the lock: closing a connection may take its time.
                if (request instanceof Cancellable cancellable) {
                    cancellable.cancel();
                }
                runtime.discardEndpoint();
            }
        }

        private synchronized boolean makesProgress() {
            long now = transferred();
            boolean progress = !last && (now - atLastLook) * 1000 >= RATE * period.toMillis();
            atLastLook = now;
            return progress;
        }

        private synchronized boolean isFired() {
            fired = !over;
            return fired;
        }

        /** Nothing more is expected to come: whatever does, there is no further period for it. */
        synchronized void last() {
            last = true;
        }

        synchronized void end() {
            over = true;
            next.ifPresent(look -> look.cancel(false));
        }

        synchronized boolean fired() {
            return fired;
        }

        long seconds() {
            return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
