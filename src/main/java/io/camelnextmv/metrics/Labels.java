package io.camelnextmv.metrics;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values of a label that come from outside: so many and no more, whatever is sent; all others are one, {@code other}. Each
 * value makes a series of every figure that has the label, in here and where the figures are kept.
 */
final class Labels {
    private static final String OTHER = "other";
    private static final int LONGEST = 64;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final int most;

    /**
     * @param certain values that have a place in any case
     * @param more    how many others may have one
     */
    Labels(Collection<String> certain, int more) {
        known.addAll(certain);
        this.most = known.size() + more;
    }

    /**
     * @param value a value, which gets no place
     * @return the same where it has one, or {@code other}
     */
    String ofCertain(String value) {
        return known.contains(value) ? value : OTHER;
    }

    /**
     * @param value a value, which gets a place where there is one left
     * @return the same, or {@code other}
     */
    String of(String value) {
        if (known.contains(value)) {
            return value;
        }
        if (value.length() > LONGEST) {
            return OTHER;
        }
        synchronized (known) {
            if (known.size() < most) {
                known.add(value);
            }
        }
        return ofCertain(value);
    }
}
