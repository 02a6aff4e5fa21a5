package io.camelnextmv.scale;

import io.camelnextmv.limits.AccountLimits.Kind;
import io.camelnextmv.limits.Limit;
import io.camelnextmv.retry.Backoff;
import java.util.LinkedHashMap;
import java.util.Map;

/** The model: what one account with its gateways can do, and what it costs. {@code docs/scale.md} says the formulas in words. */
final class Capacity {
    /** A gateway sends at so much of a limit. */
    static final double STEADY = 0.97;
    /** Of a delay the jitter takes an eighth on the average. */
    private static final double JITTER = 0.875;
    /** Some runs are asked for once more than they must: they were too new to be named. */
    private static final double MISSED = 0.03;
    private final Scenario scenario;
    private final double trip;
    private final double length;

    Capacity(Scenario scenario) {
        this.scenario = scenario;
        // The mean of what is spread by its logarithm is above the median.
        double spread = scenario.way().spread();
        this.trip = scenario.way().request().toNanos() / 1e9 * Math.exp(spread * spread / 2);
        this.length = scenario.load().times().mean();
    }

    /** Each gateway takes whole requests of each limit. */
    double pace(Kind kind) {
        Limit limit = scenario.account().limits().get(kind);
        int gateways = scenario.gateways().count();
        double share = limit.most() / (double) gateways;
        return STEADY * gateways * (share < 1 ? share : Math.floor(share + 1e-9)) / (limit.per().toNanos() / 1e9);
    }

    /** How many runs the queue names at so many a second. */
    double inQueue(double perSecond) {
        return perSecond * length;
    }

    double pages(double perSecond) {
        int size = scenario.account().pageSize();
        return size == 0 ? 1 : Math.max(1, inQueue(perSecond) / size + 0.5);
    }

    /** How often a run's own checks come, by delays that grow. */
    private double checks(Backoff delays) {
        double time = scenario.gateways().polling().initialDelay().toMillis() / 1e3;
        int checks = 1;
        while (time < length) {
            time += JITTER * delays.whole(checks - 1).toMillis() / 1e3;
            checks += time < length ? 1 : 0;
        }
        return checks;
    }

    /** Looks a second of one gateway: the next comes when the answer of the last is too old, and somebody asks. */
    double looks(double perSecond) {
        double each = perSecond / scenario.gateways().count();
        double asked = each * checks(scenario.gateways().polling().watched());
        double longest = scenario.gateways().polling().backoff().delay().toMillis() / 1e3;
        return 1 / (scenario.gateways().age().toMillis() / 1e3 + pages(perSecond) * trip + Math.min(longest, 1 / asked));
    }

    /** So few that no look is worth it: each is asked for by itself. */
    private boolean areAlone(double perSecond) {
        return inQueue(perSecond) / scenario.gateways().count() < 3;
    }

    double requestsARun(double perSecond) {
        return areAlone(perSecond) ? 3 + checks(scenario.gateways().polling().backoff())
                : 3 + MISSED + scenario.gateways().count() * looks(perSecond) * pages(perSecond) / perSecond;
    }

    /** From a run's end to its file, the median, in seconds. */
    double end(double perSecond) {
        return 0.5 / looks(perSecond) + (pages(perSecond) - 1) * trip + 2.5 * trip
                + scenario.way().disk().toNanos() / 1e9;
    }

    /** How many runs a second each limit lets through. */
    Map<String, Double> ceilings() {
        Map<String, Double> ceilings = new LinkedHashMap<>();
        ceilings.put("runs", pace(Kind.RUNS));
        ceilings.put("results", pace(Kind.RESULTS));
        ceilings.put("requests", mostByRequests());
        ceilings.put("runs at the same time", scenario.account().concurrent() / length);
        ceilings.put("nextmv.max-in-flight", scenario.gateways().count() * scenario.gateways().maxInFlight()
                / (length + end(pace(Kind.RUNS)) + trip));
        return ceilings;
    }

    private double mostByRequests() {
        double pace = pace(Kind.REQUESTS);
        double least = 1e-6;
        double most = pace;
        for (int i = 0; i < 60; i++) {
            double middle = (least + most) / 2;
            if (middle * requestsARun(middle) <= pace) {
                least = middle;
            } else {
                most = middle;
            }
        }
        return least;
    }

    /** What binds first. */
    String first() {
        return ceilings().entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    /** Runs a second, at most. */
    double most() {
        return ceilings().values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** The most inputs that have no run yet, on a day of that load, and how many are left when it ends. */
    double[] backlog() {
        double most = most();
        double backlog = 0;
        double highest = 0;
        for (int second = 0; second < 86_400; second++) {
            backlog = Math.max(0, backlog + Simulation.rate(scenario.load(), second) - most);
            highest = Math.max(highest, backlog);
        }
        return new double[] {highest, backlog};
    }
}
