package io.camelnextmv.scale;

import io.camelnextmv.limits.AccountLimits;
import io.camelnextmv.limits.Budget;
import io.camelnextmv.limits.Turn;
import io.camelnextmv.limits.Use;
import io.camelnextmv.retry.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A gateway, as far as its account and the clock notice it: picks up, starts runs, waits, fetches. The turns are those of the
 * real {@link Budget}, the delays those of the real {@link Backoff}.
 */
final class SimulatedGateway {
    private final Timeline timeline;
    private final SimulatedCloud cloud;
    private final Scenario scenario;
    private final RandomGenerator random;
    private final Figures figures;
    private final Budget budget;
    private final Map<Turn, Runnable> turns = new HashMap<>();
    private final Deque<SimulatedRun> inbox = new ArrayDeque<>();
    private final Deque<SimulatedRun> line = new ArrayDeque<>();
    private final SimulatedLooks looks;
    private int inFlight;
    private int waiting;
    private int submitting;
    private long lookedAt = Long.MAX_VALUE;

    SimulatedGateway(Timeline timeline, SimulatedCloud cloud, Scenario scenario, RandomGenerator random, Figures figures) {
        this.timeline = timeline;
        this.cloud = cloud;
        this.scenario = scenario;
        this.random = random;
        this.figures = figures;
        this.budget = new Budget(new AccountLimits(scenario.account().limits(), 1.0 / scenario.gateways().count()),
                Duration.ofSeconds(1), timeline);
        this.looks = new SimulatedLooks(this, timeline, cloud, scenario.gateways(), random, figures);
    }

    void drop() {
        long takes = Math.round(scenario.load().times().dice().seconds(random) * 1e9);
        inbox.add(new SimulatedRun(this, timeline.getAsLong(), takes));
        figures.dropped++;
        pickUp();
    }

    private void pickUp() {
        while (inFlight < scenario.gateways().maxInFlight() && !inbox.isEmpty()) {
            inFlight++;
            line.add(inbox.poll());
        }
        while (submitting < scenario.gateways().slots() && !line.isEmpty()) {
            submitting++;
            submit(line.poll());
        }
    }

    private void submit(SimulatedRun run) {
        request(Use.RUN, () -> cloud.start(run), () -> {
            submitting--;
            figures.started((timeline.getAsLong() - run.dropped) / 1e9);
            pickUp();
            run.waits = true;
            waiting++;
            looks.entered();
            sleep(run, scenario.gateways().polling().initialDelay());
        });
    }

    /** Waits for its turn; what the service does is half of the way later. */
    void request(Use use, Runnable atTheService, Runnable answered) {
        Runnable send = () -> {
            figures.request(use, timeline.getAsLong());
            double seconds = scenario.way().request().toNanos() / 1e9
                    * Math.exp(scenario.way().spread() * random.nextGaussian());
            long way = Math.round(seconds * 1e9 / 2);
            timeline.in(way, () -> {
                atTheService.run();
                timeline.in(way, answered);
            });
        };
        if (budget.take(use).isPresent()) {
            send.run();
        } else {
            turns.put(budget.stand(use), send);
            serve();
        }
    }

    private void serve() {
        for (Optional<Turn> next = budget.next(any -> true); next.isPresent(); next = budget.next(any -> true)) {
            turns.remove(next.get()).run();
        }
        budget.untilNext(any -> true).ifPresent(time -> {
            long at = timeline.getAsLong() + Math.max(1, time.toNanos());
            if (at < lookedAt) {
                lookedAt = at;
                timeline.in(at - timeline.getAsLong(), () -> {
                    if (lookedAt == at) {
                        lookedAt = Long.MAX_VALUE;
                        serve();
                    }
                });
            }
        });
    }

    void changed(SimulatedRun run) {
        looks.changed(run);
    }

    private void sleep(SimulatedRun run, Duration time) {
        if (run.woken) {
            check(run);
            return;
        }
        run.sleeps = true;
        int sleep = ++run.sleep;
        timeline.in(time.toNanos(), () -> {
            if (run.sleeps && run.sleep == sleep) {
                run.sleeps = false;
                check(run);
            }
        });
    }

    void wake(SimulatedRun run) {
        run.woken = true;
        if (run.sleeps) {
            run.sleeps = false;
            run.sleep++;
            check(run);
        }
    }

    private void check(SimulatedRun run) {
        if (run.woken) {
            run.woken = false;
            ask(run);
            return;
        }
        looks.check(run, () -> waitLonger(run), () -> ask(run), delay -> sleep(run, delay));
    }

    private void ask(SimulatedRun run) {
        boolean[] over = new boolean[1];
        figures.checks++;
        request(Use.REQUEST, () -> over[0] = run.status == SimulatedRun.ENDED, () -> {
            if (over[0]) {
                deliver(run);
            } else {
                waitLonger(run);
            }
        });
    }

    private void waitLonger(SimulatedRun run) {
        Backoff delays = looks.isWatched(run) ? scenario.gateways().polling().watched()
                : scenario.gateways().polling().backoff();
        sleep(run, delays.after(run.polls++, random));
    }

    private void deliver(SimulatedRun run) {
        run.waits = false;
        waiting--;
        request(Use.RESULT, () -> { }, () -> timeline.in(scenario.way().disk().toNanos(), () -> {
            inFlight--;
            figures.delivered((timeline.getAsLong() - run.ended) / 1e9);
            pickUp();
        }));
    }

    int waiting() {
        return waiting;
    }

    /** What has no run yet. */
    int backlog() {
        return inbox.size() + line.size() + submitting;
    }

    int inFlight() {
        return inFlight;
    }
}
