package io.camelnextmv.limits;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * One limit: a pace, and a memory of when the last ones were sent. The pace is 97 % of the limit; who comes late may catch up
 * by up to a quarter of the period. So many requests as the limit has, and one more, are never sent within its period and 2 %:
 * so it is kept whether the service counts in a window that slides or fills a bucket, and what is left is for the way there,
 * on which requests come closer together. What counts is when they are sent: between its turn and that a disk or a
 * connection may take its time. Not safe for many threads.
 */
final class Pace {
    private static final double STEADY = 0.97;
    private static final double WINDOW = 1.02;
    private static final double CATCHING_UP = 0.25;
    /** Of larger limits not each is remembered: there the pace alone does it, and nobody catches up. */
    private static final int REMEMBERED = 10_000;
    private static final double LATE = 0.01;
    /** A rate that is looked at is one of several seconds. */
    private static final long SHOWN = TimeUnit.SECONDS.toNanos(10);
    private static final int PARTS = 20;

    private final Limit limit;
    private final double ours;
    private final long interval;
    private final long tolerance;
    private final long window;
    private final long[] sent;
    private final long part;
    private final long[] counts = new long[PARTS];
    private long passed;
    private long next;
    private long lastPart;

    /**
     * @param limit the limit
     * @param share our part of it; of more than one request the whole ones
     * @param now   the time, in ns
     */
    Pace(Limit limit, double share, long now) {
        this.limit = limit;
        ours = limit.most() * share;
        long whole = Math.max(1, (long) Math.floor(ours + 1e-9));
        // Less than one in its period is one in a longer one.
        double period = limit.per().toNanos() * (ours < 1 ? 1 / ours : 1);
        boolean remembered = whole <= REMEMBERED;
        interval = bounded(period / (whole * STEADY));
        tolerance = bounded(period * (remembered ? CATCHING_UP : LATE));
        window = bounded(period * WINDOW);
        sent = new long[remembered ? (int) whole : 0];
        part = Math.max(1, Math.max(limit.per().toNanos(), SHOWN) / PARTS);
        lastPart = now;
    }

    private static long bounded(double nanos) {
        return Math.round(Math.min(nanos, Long.MAX_VALUE / 4.0));
    }

    /** How long it is until the next one may be sent, in ns; 0: now. */
    long untilDue(long now) {
        long due = passed == 0 ? 0 : next - tolerance - now;
        boolean full = sent.length > 0 && passed >= sent.length;
        return Math.max(0, full ? Math.max(due, sent[place(passed)] + window - now) : due);
    }

    private int place(long number) {
        return (int) (number % sent.length);
    }

    /** One has its turn, be it due or not; gives its number. */
    long pass(long now) {
        next = (passed > 0 && next - now > 0 ? next : now) + interval;
        turnOver(now);
        counts[0]++;
        long number = passed++;
        sent(number, now);
        return number;
    }

    /** One that has had its turn is sent now. */
    void sent(long number, long now) {
        if (passed - number <= sent.length) {
            sent[place(number)] = now;
        }
    }

    /** The time between two, in ns. */
    long interval() {
        return interval;
    }

    private void turnOver(long now) {
        long parts = Math.min(PARTS, (now - lastPart) / part);
        if (parts <= 0) {
            return;
        }
        System.arraycopy(counts, 0, counts, (int) parts, PARTS - (int) parts);
        Arrays.fill(counts, 0, (int) parts, 0);
        lastPart = parts == PARTS ? now : lastPart + parts * part;
    }

    /** How much of it is used: in its own period, or in one on the average of ten seconds if that is longer. */
    double used(long now) {
        turnOver(now);
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        long period = limit.per().toNanos();
        // Of an average the newest part has only begun.
        return period >= SHOWN ? sum : sum * (double) period / ((PARTS - 1) * part + Math.min(part, now - lastPart));
    }

    double ours() {
        return ours;
    }

    Limit limit() {
        return limit;
    }
}
