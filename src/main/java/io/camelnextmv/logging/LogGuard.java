package io.camelnextmv.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Looks at every line before any appender does, whatever configuration there is: what is secret in a line is hidden, what
 * steers a terminal or would begin another line is written as an escape, in messages, exceptions and the MDC alike. The
 * loggers that print what goes over a wire byte by byte, where a secret may be cut in two, do not log at all.
 */
public final class LogGuard extends TurboFilter {
    private static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(LogGuard.class);
    private static final String[] WIRE = {"org.apache.hc.client5.http.wire", "org.apache.hc.client5.http.headers",
        "org.apache.hc.client5.http2", "io.netty.handler.logging", "io.netty.handler.codec",
        "org.apache.activemq.artemis.core.protocol", "org.apache.kafka.common.network", "org.apache.kafka.common.security"};
    private static final String CALLER = Logger.class.getName();
    private final Secrets secrets = new Secrets();
    private final RepeatedLines repeats = new RepeatedLines(System::nanoTime);
    private final Map<String, Boolean> refused = new ConcurrentHashMap<>();
    private volatile Consumer<Throwable> errors = thrown -> { };

    private LogGuard() {
    }

    /**
     * Puts the guard before the log of this process, once, where the log is Logback's.
     *
     * @return the guard; empty where another library logs
     */
    public static Optional<LogGuard> install() {
        if (!(org.slf4j.LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return Optional.empty();
        }
        synchronized (context) {
            Optional<LogGuard> there = context.getTurboFilterList().stream().filter(LogGuard.class::isInstance)
                    .map(LogGuard.class::cast).findFirst();
            if (there.isPresent()) {
                return there;
            }
            LogGuard guard = new LogGuard();
            guard.setContext(context);
            guard.start();
            context.getTurboFilterList().add(0, guard);
            context.addListener(new Again(guard));
            return Optional.of(guard);
        }
    }

    /** A configuration that is read anew takes every filter away. */
    private record Again(LogGuard guard) implements LoggerContextListener {
        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext context) {
            context.getTurboFilterList().addIfAbsent(guard);
            guard.start();
        }

        @Override
        public void onStart(LoggerContext context) {
            // It was there before.
        }

        @Override
        public void onStop(LoggerContext context) {
            // Nothing is logged any more.
        }

        @Override
        public void onLevelChange(Logger logger, Level level) {
            // It looks at all levels.
        }
    }

    /** @return what it hides */
    public Secrets secrets() {
        return secrets;
    }

    /** @param watcher is told of every exception that is logged as a warning or an error */
    public void tell(Consumer<Throwable> watcher) {
        errors = watcher;
    }

    @Override
    public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] params,
            Throwable thrown) {
        // First, and cheap: libraries ask thousands of times for an input what nobody listens to.
        if (logger.getEffectiveLevel().levelInt > level.levelInt) {
            return FilterReply.NEUTRAL;
        }
        if (!level.isGreaterOrEqual(Level.INFO) && isWire(logger.getName())) {
            if (refused.putIfAbsent(logger.getName(), true) == null) {
                LOG.warn("The logger {} is not listened to below INFO: it prints what goes over the wire, and with it keys"
                        + " and signatures", logger.getName());
            }
            return FilterReply.DENY;
        }
        if (format == null && thrown == null) {
            return FilterReply.NEUTRAL;
        }
        Object last = params == null || params.length == 0 ? null : params[params.length - 1];
        Throwable why = thrown == null && last instanceof Throwable given ? given : thrown;
        if (why != null && level.isGreaterOrEqual(Level.WARN)) {
            errors.accept(why);
        }
        OptionalLong before = repeats.admit(logger.getName());
        if (before.isEmpty()) {
            return FilterReply.DENY;
        }
        if (before.getAsLong() > 0) {
            LOG.warn("{} more lines of {} were left out since its last one", before.getAsLong(), logger.getName());
        }
        String message = MessageFormatter.arrayFormat(format, params).getMessage();
        String shown = message == null ? "" : secrets.show(message);
        Map<String, String> mdc = mdc();
        boolean clean = shown.equals(message) && mdc.values().stream().allMatch(value -> value.equals(secrets.show(value)))
                && (why == null || isClean(new ThrowableProxy(why)));
        if (clean) {
            return FilterReply.NEUTRAL;
        }
        logger.callAppenders(shown(logger, level, marker, shown, why, mdc));
        return FilterReply.DENY;
    }

    private LoggingEvent shown(Logger logger, Level level, Marker marker, String message, Throwable why,
            Map<String, String> mdc) {
        IThrowableProxy proxy = why == null ? null : shown(new ThrowableProxy(why));
        LoggingEvent event = new LoggingEvent(CALLER, logger, level, message, null, null) {
            @Override
            public IThrowableProxy getThrowableProxy() {
                return proxy;
            }
        };
        if (marker != null) {
            event.addMarker(marker);
        }
        mdc.replaceAll((name, value) -> secrets.show(value));
        event.setMDCPropertyMap(mdc);
        return event;
    }

    private static Map<String, String> mdc() {
        Map<String, String> copy = new TreeMap<>();
        Map<String, String> there = MDC.getCopyOfContextMap();
        if (there != null) {
            // Whoever sets a value that is none has meant to take it away.
            there.forEach((name, value) -> copy.put(name, value == null ? "" : value));
        }
        return copy;
    }

    private static boolean isWire(String name) {
        return Stream.of(WIRE).anyMatch(name::startsWith);
    }

    private boolean isClean(IThrowableProxy thrown) {
        String message = thrown.getMessage();
        return (message == null || message.equals(secrets.show(message)))
                && (thrown.getCause() == null || isClean(thrown.getCause()))
                && Arrays.stream(thrown.getSuppressed()).allMatch(this::isClean);
    }

    private IThrowableProxy shown(IThrowableProxy thrown) {
        return thrown == null ? null : new Shown(thrown);
    }

    /** The same exception, in words that may be shown. */
    private final class Shown implements IThrowableProxy {
        private final IThrowableProxy thrown;

        Shown(IThrowableProxy thrown) {
            this.thrown = thrown;
        }

        @Override
        public String getMessage() {
            return thrown.getMessage() == null ? null : secrets.show(thrown.getMessage());
        }

        @Override
        public String getOverridingMessage() {
            return thrown.getOverridingMessage() == null ? null : secrets.show(thrown.getOverridingMessage());
        }

        @Override
        public String getClassName() {
            return thrown.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return thrown.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return thrown.getCommonFrames();
        }

        @Override
        public IThrowableProxy getCause() {
            return shown(thrown.getCause());
        }

        @Override
        public IThrowableProxy[] getSuppressed() {
            return Arrays.stream(thrown.getSuppressed()).map(LogGuard.this::shown).toArray(IThrowableProxy[]::new);
        }

        @Override
        public boolean isCyclic() {
            return thrown.isCyclic();
        }
    }
}
