package io.camelnextmv.scale;

import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** What happens, one thing after the other, by a clock that jumps from each to the next. Not safe for many threads. */
final class Timeline implements LongSupplier {
    private final PriorityQueue<Happening> happenings = new PriorityQueue<>(1024);
    private long now;
    private long scheduled;

    private record Happening(long time, long number, Runnable what) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            // Of the same instant what was scheduled first comes first: so a seed gives the same again.
            return time != other.time ? Long.compare(time, other.time) : Long.compare(number, other.number);
        }
    }

    /** The time, in ns since the beginning. */
    @Override
    public long getAsLong() {
        return now;
    }

    void in(long nanos, Runnable what) {
        happenings.add(new Happening(now + Math.max(0, nanos), scheduled++, what));
    }

    /** Goes on until that time; what would happen later does not. */
    void until(long end) {
        for (Happening next = happenings.poll(); next != null && next.time() <= end; next = happenings.poll()) {
            now = next.time();
            next.what().run();
        }
        now = end;
    }
}
