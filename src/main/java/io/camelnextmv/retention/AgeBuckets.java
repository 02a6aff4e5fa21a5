package io.camelnextmv.retention;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How many bytes are how old, by the hour, so that the oldest are found without a list of all. */
final class AgeBuckets {
    private static final long HOUR = 3600;
    /** More than a year of hours; beyond that the oldest ones are one. */
    private static final int MOST = 10_000;
    private final TreeMap<Long, Long> bytes = new TreeMap<>();
    private long needed;

    /**
     * What is to go.
     *
     * @param until  what is older than this, or in its hour
     * @param excess until so many bytes have gone
     */
    record Excess(Instant until, long excess) {
    }

    void add(Instant since, long size) {
        bytes.merge(Math.floorDiv(since.getEpochSecond(), HOUR), size, Long::sum);
        if (bytes.size() > MOST) {
            Map.Entry<Long, Long> oldest = bytes.pollFirstEntry();
            bytes.merge(bytes.firstKey(), oldest.getValue(), Long::sum);
        }
    }

    /** Counted, but not to go, however old it is. */
    void addNeeded(long size) {
        needed += size;
    }

    /** The oldest that are to go so that no more than so many bytes are left; empty where none are to, or can. */
    Optional<Excess> over(long most) {
        long excess = bytes.values().stream().mapToLong(Long::longValue).sum() + needed - most;
        if (excess <= 0 || bytes.isEmpty()) {
            return Optional.empty();
        }
        long sum = 0;
        for (Map.Entry<Long, Long> hour : bytes.entrySet()) {
            sum += hour.getValue();
            if (sum >= excess) {
                return Optional.of(new Excess(Instant.ofEpochSecond((hour.getKey() + 1) * HOUR), excess));
            }
        }
        // All of it is less than what is needed is too much.
        return Optional.of(new Excess(Instant.ofEpochSecond((bytes.lastKey() + 1) * HOUR), excess));
    }
}
