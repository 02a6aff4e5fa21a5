package io.camelnextmv.scale;

import java.util.ArrayDeque;
import java.util.Deque;

/** The service, as one account sees it: so many runs at the same time, the others are queued. */
final class SimulatedCloud {
    private final Timeline timeline;
    private final Scenario.Account account;
    private final Deque<SimulatedRun> queued = new ArrayDeque<>();
    private int running;

    SimulatedCloud(Timeline timeline, Scenario.Account account) {
        this.timeline = timeline;
        this.account = account;
    }

    void start(SimulatedRun run) {
        run.status = SimulatedRun.QUEUED;
        run.gateway.changed(run);
        queued.add(run);
        next();
    }

    private void next() {
        while (running < account.concurrent() && !queued.isEmpty()) {
            SimulatedRun run = queued.poll();
            running++;
            run.status = SimulatedRun.RUNNING;
            run.gateway.changed(run);
            timeline.in(run.takes, () -> {
                run.status = SimulatedRun.ENDED;
                run.ended = timeline.getAsLong();
                run.gateway.changed(run);
                running--;
                next();
            });
        }
    }

    /** How many requests it takes to read the queue. */
    int pages() {
        int rows = queued.size() + running;
        return account.pageSize() == 0 ? 1 : Math.max(1, (rows + account.pageSize() - 1) / account.pageSize());
    }

    int rows() {
        return queued.size() + running;
    }
}
