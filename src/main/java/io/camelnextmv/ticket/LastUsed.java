package io.camelnextmv.ticket;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map for what is remembered by a name that comes from outside: so many and no more. What nobody has asked for for longest
 * goes first, and is then as unknown as after a restart. Not safe for many threads: to ask changes it.
 *
 * @param <K> the names
 * @param <V> what is remembered
 */
public final class LastUsed<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    /** @param most how many are remembered */
    public LastUsed(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
