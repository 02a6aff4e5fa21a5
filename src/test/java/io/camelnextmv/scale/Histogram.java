package io.camelnextmv.scale;

/** Many times, by classes of which each is 2 % wider than the one before: ten million of them take no more room than ten. */
final class Histogram {
    private static final double LEAST = 1e-3;
    private static final double WIDTH = Math.log(1.02);
    private final long[] counts = new long[1200];
    private long count;

    void add(double seconds) {
        counts[(int) Math.min(counts.length - 1, Math.max(0, Math.log(seconds / LEAST) / WIDTH))]++;
        count++;
    }

    void add(Histogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
    }

    long count() {
        return count;
    }

    /** The time that so many of a hundred are not above, in seconds; 0 where there is none. */
    double percentile(double percent) {
        long wanted = (long) Math.ceil(count * percent / 100);
        long sum = 0;
        for (int i = 0; i < counts.length && count > 0; i++) {
            sum += counts[i];
            if (sum >= wanted) {
                return LEAST * Math.exp((i + 0.5) * WIDTH);
            }
        }
        return 0;
    }
}
