package io.camelnextmv.limits;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * One limit as a pace with a small tolerance (the generic cell rate algorithm). So many requests as the limit has, and one
 * more, are never sent within its period: so it is kept whether the service counts in a window that slides or fills a bucket.
 * The pace is 96 % of the limit. A part of the rest is for those whose turn is seen late, who do not slow the others down; the
 * larger part is for what is sent late, or is held up on its way. What is sent later than that, because a disk or a
 * connection took its time, makes all behind it later: it is the requests that are to be apart, and not the turns. Not safe
 * for many threads.
 */
final class Pace {
    private static final double STEADY = 0.96;
    private static final double TOLERANCE = 0.01;
    /** A rate that is looked at is one of several seconds. */
    private static final long SHOWN = TimeUnit.SECONDS.toNanos(10);
    private static final int PARTS = 20;

    private final Limit limit;
    private final double ours;
    private final long interval;
    private final long tolerance;
    private final long late;
    private final long part;
    private final long[] counts = new long[PARTS];
    private boolean begun;
    private long next;
    private long passed;
    private long lastPart;

    /**
     * @param limit the limit
     * @param share our part of it; of more than one request the whole ones
     * @param now   the time, in ns
     */
    Pace(Limit limit, double share, long now) {
        this.limit = limit;
        ours = limit.most() * share;
        double whole = ours >= 1 ? Math.floor(ours + 1e-9) : ours;
        long period = limit.per().toNanos();
        interval = Math.round(Math.min(period / (whole * STEADY), Long.MAX_VALUE / 4.0));
        tolerance = ours >= 1 ? Math.round(period * TOLERANCE) : 0;
        late = Math.max(0, Math.round(ours >= 1 ? whole * interval - tolerance - period : interval * (1 - STEADY)));
        part = Math.max(1, Math.max(period, SHOWN) / PARTS);
        lastPart = now;
    }

    /** How long it is until the next one may be sent, in ns; 0: now. */
    long untilDue(long now) {
        return begun ? Math.max(0, next - tolerance - now) : 0;
    }

    /** One has its turn, be it due or not; gives its number. */
    long pass(long now) {
        next = (begun && next - now > 0 ? next : now) + interval;
        begun = true;
        turnOver(now);
        counts[0]++;
        return ++passed;
    }

    /** One that has had its turn is sent only now. */
    void sent(long number, long now) {
        long least = now - late + (passed - number + 1) * interval;
        if (least - next > 0) {
            next = least;
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
