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

    /** The oldest that are to go so that no more than so many bytes are left; empty where none are. */
    Optional<Excess> over(long most) {
        long excess = bytes.values().stream().mapToLong(Long::longValue).sum() - most;
        if (excess <= 0) {
            return Optional.empty();
        }
        long sum = 0;
        for (Map.Entry<Long, Long> hour : bytes.entrySet()) {
            sum += hour.getValue();
            if (sum >= excess) {
                return Optional.of(new Excess(Instant.ofEpochSecond((hour.getKey() + 1) * HOUR), excess));
            }
        }
        throw new IllegalStateException("the sum of all is more than " + excess);
    }
}
