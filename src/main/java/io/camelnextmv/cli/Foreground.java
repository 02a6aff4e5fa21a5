package io.camelnextmv.cli;

import java.util.concurrent.CountDownLatch;

/** Runs something until a signal ends the process. */
final class Foreground {
    private Foreground() {
    }

    /** Something that may fail. */
    interface Step {
        void run() throws Exception;
    }

    /** Starts, and waits for a signal; then stops, and ends the process with 0, as a service manager expects. */
    static void run(Step start, Runnable stop) throws Exception {
        start.run();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            int code = 1;
            try {
                stop.run();
                code = 0;
            } finally {
                // The JVM would say 143 for a SIGTERM that did just what was asked.
                Runtime.getRuntime().halt(code);
            }
        }, "nextmv-stop"));
        new CountDownLatch(1).await();
    }
}
