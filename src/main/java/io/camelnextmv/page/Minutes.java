package io.camelnextmv.page;

import io.camelnextmv.ticket.Ending.Destination;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What was delivered in each of the last {@value #SHOWN} minutes, and how long that took. Of each minute it remembers
 * {@value #REMEMBERED} durations at most, each as likely as any other. Safe for many threads.
 */
final class Minutes {
    static final int SHOWN = 60;
    private static final int REMEMBERED = 200;
    private static final long SECONDS = 60;
    private final Minute[] minutes = new Minute[SHOWN];
    private final SplittableRandom random = new SplittableRandom();

    /** One of them while it is counted. */
    private static final class Minute {
        private final long number;
        private int outputs;
        private int others;
        private final long[] durations = new long[REMEMBERED];

        Minute(long number) {
            this.number = number;
        }
    }

    /**
     * One of them as it is shown.
     *
     * @param at      its beginning
     * @param outputs how many outputs were delivered
     * @param others  how many inputs came back
     * @param median  half of them took no longer, in ms; 0 where there was none
     * @param slowest nine of ten took no longer, in ms; 0 where there was none
     */
    record Point(Instant at, int outputs, int others, long median, long slowest) {
    }

    synchronized void add(DeliveredRow row) {
        long number = row.at().getEpochSecond() / SECONDS;
        int place = (int) Math.floorMod(number, (long) SHOWN);
        if (minutes[place] == null || minutes[place].number != number) {
            minutes[place] = new Minute(number);
        }
        Minute minute = minutes[place];
        int before = minute.outputs + minute.others;
        int slot = before < REMEMBERED ? before : random.nextInt(before + 1);
        if (slot < REMEMBERED) {
            minute.durations[slot] = row.took();
        }
        if (row.destination() == Destination.OUTPUT) {
            minute.outputs++;
        } else {
            minute.others++;
        }
    }

    /** @return all of them, the oldest first, the one that goes on last */
    synchronized List<Point> until(Instant now) {
        long last = now.getEpochSecond() / SECONDS;
        List<Point> points = new ArrayList<>();
        for (long number = last - SHOWN + 1; number <= last; number++) {
            Minute minute = minutes[(int) Math.floorMod(number, (long) SHOWN)];
            points.add(minute == null || minute.number != number
                    ? new Point(Instant.ofEpochSecond(number * SECONDS), 0, 0, 0, 0) : point(minute));
        }
        return points;
    }

    private static Point point(Minute minute) {
        int all = minute.outputs + minute.others;
        long[] sorted = Arrays.copyOf(minute.durations, Math.min(all, REMEMBERED));
        Arrays.sort(sorted);
        return new Point(Instant.ofEpochSecond(minute.number * SECONDS), minute.outputs, minute.others,
                sorted[(sorted.length - 1) / 2], sorted[(sorted.length - 1) * 9 / 10]);
    }
}
