package io.camelnextmv.limits;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Those that have waited for their turn and make their step now: so many of each line. What a step does after its request, a
 * download for example, may take its time: one that hangs gives its place to the next. Safe for many threads.
 */
final class OnTheirWay {
    /** Longer than a step takes whose request is answered. */
    private static final Duration HANGS = Duration.ofSeconds(2);
    /** So many that hang, of each line: what is held for each is a thread and a connection. */
    private static final int MOST_HANGING = 24;
    private final int atOnce;
    private final LongSupplier nanos;
    private final Map<Use, Map<Turn, Long>> since = new EnumMap<>(Use.class);

    OnTheirWay(int atOnce, LongSupplier nanos) {
        this.atOnce = atOnce;
        this.nanos = nanos;
        for (Use use : Use.values()) {
            since.put(use, new HashMap<>());
        }
    }

    synchronized boolean mayGo(Use use) {
        Map<Turn, Long> going = since.get(use);
        if (going.size() < atOnce) {
            return true;
        }
        long now = nanos.getAsLong();
        return going.size() < atOnce + MOST_HANGING
                && going.values().stream().filter(begun -> now - begun <= HANGS.toNanos()).count() < atOnce;
    }

    synchronized void begins(Turn turn) {
        since.get(turn.use()).put(turn, nanos.getAsLong());
    }

    synchronized void ends(Turn turn) {
        since.get(turn.use()).remove(turn);
    }
}
