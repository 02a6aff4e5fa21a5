package io.camelnextmv.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process after an error that it cannot go on after, at once and with one line: without the hooks of a stop,
 * which would wait for threads that are no more. Nothing is lost: it is a death like any other, and the next start goes on
 * with the tickets.
 */
final class ProcessEnd implements Consumer<Throwable> {
    /** For a supervisor: EX_SOFTWARE of sysexits.h. */
    static final int EXIT_FATAL = 70;
    private static final Logger LOG = LoggerFactory.getLogger(ProcessEnd.class);
    private static final long LONGEST_LINE = 2;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    /** Begins a thread now that ends the process then: later there may be no memory for one. */
    ProcessEnd() {
        Thread guard = new Thread(this::endWhateverHangs, "nextmv-process-end");
        guard.setDaemon(true);
        guard.start();
    }

    private void endWhateverHangs() {
        try {
            ending.await();
            // Who reads our output may not read it any more, and then no line is ever written.
            never.await(LONGEST_LINE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return;
        }
        Runtime.getRuntime().halt(EXIT_FATAL);
    }

    @Override
    public void accept(Throwable fatal) {
        ending.countDown();
        try {
            say(fatal);
        } finally {
            Runtime.getRuntime().halt(EXIT_FATAL);
        }
    }

    private static void say(Throwable fatal) {
        try {
            if (LOG.isErrorEnabled()) {
                LOG.error("camel-nextmv ends with exit code {}: {} ({}) is an error that no process goes on well after."
                        + " Nothing is lost; start it again (a supervisor does) and it goes on with its tickets. {}",
                        EXIT_FATAL, fatal, where(fatal), advice(fatal));
                return;
            }
        } catch (Throwable e) {
            // Said as plainly as can be, then.
        }
        try (FileOutputStream err = new FileOutputStream(FileDescriptor.err)) {
            err.write(("camel-nextmv ends with exit code 70: " + fatal.getClass().getName() + "; start it again\n")
                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // Nobody is there to be told.
        }
    }

    private static String where(Throwable fatal) {
        StackTraceElement[] trace = fatal.getStackTrace();
        return trace.length == 0 ? "nobody knows where" : "at " + trace[0];
    }

    private static String advice(Throwable fatal) {
        return fatal instanceof OutOfMemoryError ? "If this happens again, give it more memory (-Xmx)."
                : fatal instanceof LinkageError ? "If this happens again, camel-nextmv.jar and lib/ do not fit together:"
                        + " unpack both anew while it is stopped."
                : "If this happens again, please report it.";
    }
}
