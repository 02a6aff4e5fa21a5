package io.camelnextmv.await;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** What the last look into an account's queue has found, and what of it can be relied on. Safe for many threads. */
final class LastLook {
    /** A run that the queue has left out so often and named again is on its own: it would be asked for at each look. */
    private static final int MOST_WAKES = 3;
    private boolean succeeded;
    private Map<String, String> named = Map.of();
    private Map<String, Integer> wakes = Map.of();

    /** Nobody looks any more. */
    synchronized void forget() {
        named = Map.of();
        wakes = Map.of();
        succeeded = false;
    }

    /** It has not succeeded: nothing is told until one does. */
    synchronized void failed() {
        succeeded = false;
    }

    /**
     * The queue was seen whole. A run that was named and is named no longer is woken.
     *
     * @param found     the statuses by the runs' ids
     * @param waitedFor the runs that somebody waits for
     * @param wake      wakes one
     * @return whether one of them has changed
     */
    boolean seen(Map<String, String> found, Collection<String> waitedFor, Consumer<String> wake) {
        Map<String, String> before;
        Map<String, Integer> earlier;
        synchronized (this) {
            before = named;
            earlier = wakes;
            named = found;
            succeeded = true;
        }
        boolean changed = false;
        Map<String, Integer> woken = new HashMap<>();
        for (String run : waitedFor) {
            String was = before.get(run);
            String is = found.get(run);
            int times = earlier.getOrDefault(run, 0);
            boolean trusted = times < MOST_WAKES;
            changed |= trusted && !Objects.equals(was, is);
            if (trusted && was != null && is == null) {
                wake.accept(run);
                times++;
            }
            if (times > 0) {
                woken.put(run, times);
            }
        }
        synchronized (this) {
            wakes = woken;
        }
        return changed;
    }

    /** A run's status; empty where the queue did not name it, or that cannot be relied on. */
    synchronized Optional<String> said(String run) {
        return Optional.ofNullable(named.get(run)).filter(status -> succeeded && wakes.getOrDefault(run, 0) < MOST_WAKES);
    }
}
