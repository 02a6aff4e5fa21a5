package io.camelnextmv.logging;

import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The log of a process of our own, whichever library writes it. */
public final class Logs {
    private static final Logger LOG = LoggerFactory.getLogger(Logs.class);
    private static final String EVENT = "event";
    private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";
    private static final String WIRE = "org.apache.hc.client5.http.wire";
    private static final String HEADERS = "org.apache.hc.client5.http.headers";

    private Logs() {
    }

    /**
     * Guards the log, where it is Logback's, and hides what the environment and the JVM's properties hold as secrets.
     *
     * @return what hides secrets, to be told of more of them
     */
    public static Secrets guarded() {
        Secrets secrets = isLogback() ? LogGuard.install().map(LogGuard::secrets).orElseGet(Secrets::new)
                : new Secrets();
        secrets.addFrom(System.getenv());
        secrets.addFrom(Map.copyOf(System.getProperties()));
        return secrets;
    }

    /** @param watcher is told of every exception that is logged as a warning or an error, where that can be seen */
    public static void watch(Consumer<Throwable> watcher) {
        if (isLogback()) {
            LogGuard.install().ifPresent(guard -> guard.tell(watcher));
        }
    }

    /**
     * Says the line of an event, which is named in the MDC meanwhile.
     *
     * @param name the event, a word
     * @param line logs it
     */
    public static void event(String name, Runnable line) {
        try (MDC.MDCCloseable event = MDC.putCloseable(EVENT, name)) {
            line.run();
        }
    }

    /** In an application the log is its own; a logger that would show the API key is at least told of. */
    public static void warnOfWires() {
        if (LoggerFactory.getLogger(WIRE).isDebugEnabled()
                || LoggerFactory.getLogger(HEADERS).isDebugEnabled()) {
            LOG.warn("The loggers {} and {} log at DEBUG: the API key will be seen in the log. Set them to INFO.", WIRE,
                    HEADERS);
        }
    }

    /** By name: the library need not be there. */
    private static boolean isLogback() {
        return LoggerFactory.getILoggerFactory().getClass().getName().equals(LOGBACK);
    }
}
