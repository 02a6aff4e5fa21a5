package io.camelnextmv.failure;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errors after which a process must not go on: it would live, and do nothing any more.
 *
 * <p>Fatal is every error of the virtual machine but a stack overflow (which leaves nothing behind once the stack is
 * unwound, and is as unexpected as any exception): without memory, threads die wherever they happen to be, and pools
 * that they belonged to stay closed. Fatal is what is wrong with the class path: a class that could not be loaded once
 * cannot be loaded again, most of all when the jars were replaced under a running process. And fatal is the trace that
 * an Error leaves in the HTTP client: it closes its connections for good.
 */
public final class FatalErrors {
    private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);
    /** What the HTTP client says for ever after an Error has passed it. */
    private static final String CLOSED_FOR_GOOD = "Connection pool shut down";
    /** Causes can go round in a circle. */
    private static final int DEEPEST = 100;
    private final AtomicReference<Throwable> first = new AtomicReference<>();
    private final Consumer<Throwable> end;

    /** @param end is told of the first one: it ends the process, or says that somebody must */
    public FatalErrors(Consumer<Throwable> end) {
        this.end = end;
    }

    /** @return those of an application whose process is not ours to end: it is told that somebody must */
    public static FatalErrors saidOnly() {
        return new FatalErrors(error -> LOG.error("An error was met that no process goes on well after: restart this"
                + " application. Its health (nextmv-process) is down from here on; nothing is lost.", error));
    }

    /**
     * @param thrown something that was thrown
     * @return the fatal error that it is or was caused by, empty if there is none
     */
    public static Optional<Throwable> in(Throwable thrown) {
        return find(thrown, cause -> isOfMachine(cause) || cause instanceof LinkageError
                || cause instanceof IllegalStateException && CLOSED_FOR_GOOD.equals(cause.getMessage()));
    }

    /**
     * What others swallow is often logged; there a missing class means no more than that an optional one is not there.
     *
     * @param thrown something that was logged
     * @return the error of the virtual machine that it is or was caused by, empty if there is none
     */
    public static Optional<Throwable> ofMachine(Throwable thrown) {
        return find(thrown, FatalErrors::isOfMachine);
    }

    private static boolean isOfMachine(Throwable cause) {
        return cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError);
    }

    private static Optional<Throwable> find(Throwable thrown, Predicate<Throwable> fatal) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (fatal.test(cause)) {
                return Optional.of(cause);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /**
     * To be told of whatever was thrown where nobody expected it.
     *
     * @param thrown what was thrown
     * @return whether it is fatal
     */
    public boolean meet(Throwable thrown) {
        Optional<Throwable> fatal = in(thrown);
        fatal.ifPresent(this::ended);
        return fatal.isPresent();
    }

    /**
     * To be told of whatever has ended a thread: nobody begins it again, so any Error is fatal there.
     *
     * @param thrown what ended it
     * @return whether it is fatal
     */
    public boolean uncaught(Throwable thrown) {
        if (meet(thrown)) {
            return true;
        }
        if (thrown instanceof Error) {
            ended(thrown);
            return true;
        }
        return false;
    }

    /**
     * To be told of whatever was logged.
     *
     * @param thrown what was logged
     */
    public void logged(Throwable thrown) {
        ofMachine(thrown).ifPresent(this::ended);
    }

    private void ended(Throwable fatal) {
        if (first.compareAndSet(null, fatal)) {
            end.accept(fatal);
        }
    }

    /** @return the first fatal error that was met */
    public Optional<Throwable> first() {
        return Optional.ofNullable(first.get());
    }
}
