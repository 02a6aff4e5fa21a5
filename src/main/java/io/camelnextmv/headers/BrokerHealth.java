package io.camelnextmv.headers;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Down while the broker cannot be reached, or does not let us in, with the reason. It is tried, as the routes do it: what
 * they have in their hands may look well for a long time after the broker has gone.
 */
public abstract class BrokerHealth extends AbstractHealthCheck {
    /** For how long whoever asks is kept waiting. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    /** For how long a try tells enough. */
    private static final Duration FRESH = Duration.ofSeconds(3);
    private final String broker;
    private Optional<CompletableFuture<Void>> running = Optional.empty();
    private long begun;

    /**
     * @param id     the health check's name
     * @param broker what the broker is called in a sentence
     */
    protected BrokerHealth(String id, String broker) {
        super("nextmv", id);
        this.broker = broker;
    }

    /**
     * Connects to the broker, and lets go of it again.
     *
     * @throws Exception if that is not to be had; its message must hold no password
     */
    protected abstract void reach() throws Exception;

    @Override
    public final boolean isLiveness() {
        // A restart would mend nothing.
        return false;
    }

    @Override
    protected final void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            trying().get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            builder.up();
        } catch (TimeoutException e) {
            builder.message(broker + " does not answer").down();
        } catch (ExecutionException e) {
            builder.message(broker + " cannot be reached: " + words(e)).down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            builder.unknown();
        }
    }

    /** One try at a time, however many ask: one that hangs holds one thread. */
    private synchronized CompletableFuture<Void> trying() {
        boolean old = System.nanoTime() - begun > FRESH.toNanos();
        if (running.isEmpty() || running.get().isDone() && (old || running.get().isCompletedExceptionally())) {
            begun = System.nanoTime();
            running = Optional.of(CompletableFuture.runAsync(this::reached, task -> {
                Thread thread = new Thread(task, getId());
                thread.setDaemon(true);
                thread.start();
            }));
        }
        return running.get();
    }

    private void reached() {
        try {
            reach();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static String words(ExecutionException e) {
        Throwable why = e.getCause();
        return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    }
}
