package io.camelnextmv.logging;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Lines that anybody who reaches a port of ours can cause, one for each connection that breaks off: of each logger one in a
 * while is enough, with the number of the others.
 */
final class RepeatedLines {
    private static final String[] OF_OTHERS = {"io.vertx.", "io.netty.", "org.apache.camel.component.platform.http."};
    private static final long SELDOM = Duration.ofMinutes(1).toNanos();
    private final LongSupplier nanos;
    private final Map<String, Line> last = new ConcurrentHashMap<>();

    private record Line(long at, long since, boolean said, long before) {
    }

    /** @param nanos a clock that does not jump, in ns */
    RepeatedLines(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Decides about a line.
     *
     * @param logger the logger's name
     * @return how many lines of it were left out before this one; empty if this one is left out
     */
    OptionalLong admit(String logger) {
        boolean others = false;
        for (String beginning : OF_OTHERS) {
            others |= logger.startsWith(beginning);
        }
        if (!others) {
            return OptionalLong.of(0);
        }
        long now = nanos.getAsLong();
        Line line = last.compute(logger, (name, before) -> before == null ? new Line(now, 0, true, 0)
                : now - before.at() < SELDOM ? new Line(before.at(), before.since() + 1, false, 0)
                : new Line(now, 0, true, before.since()));
        return line.said() ? OptionalLong.of(line.before()) : OptionalLong.empty();
    }
}
