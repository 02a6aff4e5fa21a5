package io.camelnextmv.scale;

import io.camelnextmv.limits.Use;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The looks of one gateway into its account's queue, by the rules of {@code QueueLooks} and {@code QueueSnapshots}: those
 * read JSON and draw from dice of their own, a seed would not give the same again.
 */
final class SimulatedLooks {
    private static final int WORTH_IT = 3;
    private static final int ROWS_A_RUN = 100;
    private static final int MOST_PAGES = 100;
    private static final Duration SOON = Duration.ofMillis(20);
    private static final long WITHOUT = TimeUnit.MINUTES.toNanos(1);
    private static final long NEVER = Long.MIN_VALUE / 2;
    private final SimulatedGateway gateway;
    private final Timeline timeline;
    private final SimulatedCloud cloud;
    private final Scenario.Gateways settings;
    private final RandomGenerator random;
    private final Figures figures;
    private final long age;
    private final Deque<Change> changes = new ArrayDeque<>();
    private long takenAt = NEVER;
    private long askedSince = NEVER;
    private boolean asking;
    private long withoutUntil = NEVER;
    private long window = NEVER;
    private int checks;
    private int checksBefore;
    private boolean goOn;
    private boolean succeed;
    private int number;
    private int unchanged;
    private long next;

    private record Change(long time, SimulatedRun run, byte status) {
    }

    SimulatedLooks(SimulatedGateway gateway, Timeline timeline, SimulatedCloud cloud, Scenario.Gateways settings,
            RandomGenerator random, Figures figures) {
        this.gateway = gateway;
        this.timeline = timeline;
        this.cloud = cloud;
        this.settings = settings;
        this.random = random;
        this.figures = figures;
        this.age = settings.age().toNanos();
    }

    /** The status of a run has changed, at the service. */
    void changed(SimulatedRun run) {
        changes.add(new Change(timeline.getAsLong(), run,
                run.isInQueue() ? run.status : SimulatedRun.NOT_THERE));
    }

    /** A run begins to be waited for. */
    void entered() {
        long now = timeline.getAsLong();
        unchanged = 0;
        boolean wanted = goOn || gateway.waiting() >= WORTH_IT;
        boolean soon = goOn && next <= now + settings.polling().backoff().delay().toNanos();
        if (wanted && !soon) {
            goOn = true;
            int mine = ++number;
            Duration delay = settings.polling().backoff().after(0, random);
            next = now + settings.polling().backoff().delay().toNanos();
            timeline.in(delay.toNanos(), () -> look(mine));
        }
    }

    private void look(int mine) {
        if (mine != number) {
            return;
        }
        long now = timeline.getAsLong();
        if (now < withoutUntil || isFresh(now) || asking) {
            goOn(mine);
        } else {
            take(() -> goOn(mine));
        }
    }

    private void goOn(int mine) {
        if (mine != number) {
            return;
        }
        goOn = gateway.waiting() > 0;
        if (goOn) {
            long delay = Math.max(age, settings.polling().backoff().after(unchanged++, random).toNanos());
            next = timeline.getAsLong() + delay;
            timeline.in(delay, () -> look(mine));
        } else {
            succeed = false;
        }
    }

    private boolean isFresh(long now) {
        return now < takenAt + age;
    }

    /** A run's own check: by the queue where that is worth it. */
    void check(SimulatedRun run, Runnable goesOn, Runnable ask, Consumer<Duration> later) {
        long now = timeline.getAsLong();
        if (now < withoutUntil) {
            ask.run();
            return;
        }
        count(now);
        if (isFresh(now)) {
            tell(run, goesOn, ask);
        } else if (asking) {
            long least = Math.max(SOON.toNanos(), now - askedSince);
            later.accept(Duration.ofNanos(least + (long) (least * random.nextDouble())));
        } else if (Math.max(checks, checksBefore) < WORTH_IT) {
            ask.run();
        } else {
            take(() -> tell(run, goesOn, ask));
        }
    }

    private void tell(SimulatedRun run, Runnable goesOn, Runnable ask) {
        if (timeline.getAsLong() >= withoutUntil && run.named != SimulatedRun.NOT_THERE) {
            goesOn.run();
        } else {
            ask.run();
        }
    }

    private void count(long now) {
        if (now >= window + age) {
            checksBefore = now < window + 2 * age ? checks : 0;
            checks = 0;
            window = now;
        }
        checks++;
    }

    private void take(Runnable then) {
        asking = true;
        askedSince = timeline.getAsLong();
        figures.looks++;
        long[] cut = new long[1];
        int[] pages = new int[1];
        gateway.request(Use.REQUEST, () -> {
            cut[0] = timeline.getAsLong();
            pages[0] = cloud.pages();
        }, () -> page(1, pages[0], cut[0], then));
        figures.pages++;
    }

    private void page(int read, int pages, long cut, Runnable then) {
        if (read < Math.min(MOST_PAGES, pages)) {
            figures.pages++;
            gateway.request(Use.REQUEST, () -> { }, () -> page(read + 1, pages, cut, then));
            return;
        }
        asking = false;
        takenAt = timeline.getAsLong();
        if (cloud.rows() > ROWS_A_RUN * gateway.waiting()) {
            withoutUntil = takenAt + WITHOUT;
            succeed = false;
        } else {
            seen(cut);
            // Who is missing cannot be told from a part.
            succeed = pages <= MOST_PAGES;
        }
        then.run();
    }

    /** What has changed until the service answered. */
    private void seen(long cut) {
        boolean changed = false;
        while (!changes.isEmpty() && changes.peek().time() <= cut) {
            Change change = changes.poll();
            SimulatedRun run = change.run();
            byte was = run.named;
            run.named = change.status();
            changed |= run.waits;
            if (run.waits && was != SimulatedRun.NOT_THERE && run.named == SimulatedRun.NOT_THERE) {
                gateway.wake(run);
            }
        }
        unchanged = changed ? 0 : unchanged;
    }

    boolean isWatched(SimulatedRun run) {
        return goOn && succeed && run.named != SimulatedRun.NOT_THERE;
    }
}
