package io.camelnextmv.scale;

import io.camelnextmv.bench.BenchFile;
import io.camelnextmv.limits.AccountLimits.Kind;
import io.camelnextmv.limits.Limit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** So many inputs a day through so many gateways, over more and more accounts: see bench/scale. */
public final class ScaleBench {
    private static final int DAY = 86_400;
    private static final int HOUR = 3600;
    /** Twice as many at noon as at night, and more. */
    private static final double SWING = 0.5;
    private static final RunTimes TIMES = RunTimes.around(30, 1);
    /** A service somewhere else; assumed. */
    static final Scenario.Way FAR = new Scenario.Way(Duration.ofMillis(150), 0.5, Duration.ofMillis(50));

    private ScaleBench() {
    }

    private record Case(String words, int accounts, Scenario scenario) {
    }

    /**
     * Prints the table.
     *
     * @param args inputs a day, gateways, how many accounts of each case are simulated (the others are like them), the seed
     * @throws IOException if the figures cannot be written
     */
    public static void main(String[] args) throws IOException {
        double perDay = Double.parseDouble(args[0]);
        int gateways = Integer.parseInt(args[1]);
        int simulated = args[2].equals("all") ? Integer.MAX_VALUE : Integer.parseInt(args[2]);
        long seed = Long.parseLong(args[3]);
        List<Map<String, Object>> rows = new ArrayList<>();
        System.out.printf("%,.0f inputs a day, %d gateways, runs of %s (mean %.0f s), a day from midnight to midnight; in"
                + " brackets what the model says%n", perDay, gateways, TIMES.words(), TIMES.mean());
        for (Case one : cases(perDay, gateways)) {
            rows.addAll(through(one, Math.min(simulated, one.accounts()), seed));
        }
        BenchFile.of("scale", "bench/scale " + String.join(" ", args), rows).write("scale");
        BenchFile.of("load", "bench/scale " + String.join(" ", args), byLoad(seed)).write("load");
        Compared.kept().forEach(System.out::println);
    }

    /** One account with one gateway, from nearly nothing to as much as it may. */
    private static List<Map<String, Object>> byLoad(long seed) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (double perSecond : new double[] {0.2, 0.5, 1, 2, 3, 4.8}) {
            Scenario whole = steady(perSecond, 0);
            Figures figures = Simulation.of(whole, HOUR, seed);
            Figures paged = Simulation.of(steady(perSecond, 50), HOUR, seed);
            Capacity model = new Capacity(whole);
            rows.add(BenchFile.row("per_second", perSecond, "requests_a_run", round(figures.requestsARun()),
                    "model_requests_a_run", round(model.requestsARun(perSecond)), "paged_requests_a_run",
                    round(paged.requestsARun()), "end_median_s", round(figures.end(50)), "model_end_median_s",
                    round(model.end(perSecond)), "paged_end_median_s", round(paged.end(50))));
        }
        return rows;
    }

    private static Scenario steady(double perSecond, int pageSize) {
        return new Scenario(new Scenario.Load(perSecond * DAY, 0, TIMES), new Scenario.Account(Scenario.shippedLimits(), 1000,
                pageSize), Scenario.shipped(), FAR);
    }

    private static List<Case> cases(double perDay, int gateways) {
        Map<Kind, Limit> shipped = Scenario.shippedLimits();
        Map<Kind, Limit> raised = Scenario.limits("10/s", "500/10s", "10000/m");
        List<Case> cases = new ArrayList<>();
        for (int each : new int[] {4, 2, 1}) {
            cases.add(one("limits as they ship", perDay, gateways / each, each, new Scenario.Account(shipped, 1000, 0)));
        }
        cases.add(one("raised limits", perDay, gateways / 4, 4, new Scenario.Account(raised, 1000, 0)));
        cases.add(one("queue in pages of 50", perDay, gateways, 1, new Scenario.Account(shipped, 1000, 50)));
        cases.add(one("raised, pages of 50", perDay, gateways / 4, 4, new Scenario.Account(raised, 1000, 50)));
        cases.add(one("60 runs at the same time", perDay, gateways, 1, new Scenario.Account(shipped, 60, 0)));
        return cases;
    }

    private static Case one(String words, double perDay, int accounts, int each, Scenario.Account account) {
        return new Case(words, accounts, new Scenario(new Scenario.Load(perDay / accounts, SWING, TIMES), account,
                Scenario.shipped().of(each), FAR));
    }

    private static List<Map<String, Object>> through(Case one, int simulated, long seed) {
        List<Map<String, Object>> rows = new ArrayList<>();
        Capacity model = new Capacity(one.scenario());
        double[] backlog = model.backlog();
        double mean = Math.min(model.most(), one.scenario().load().perSecond());
        for (int account = 0; account < simulated; account++) {
            Figures figures = Simulation.of(one.scenario(), DAY, seed + account);
            String binds = figures.mostBacklog > 60 * one.scenario().load().peakPerSecond() ? model.first() : "nothing";
            Map<String, Object> row = BenchFile.row("case", one.words(), "accounts", one.accounts(), "gateways_each",
                    one.scenario().gateways().count(), "account", account + 1, "dropped", figures.dropped, "delivered",
                    figures.delivered, "requests_a_run", round(figures.requestsARun()), "model_requests_a_run",
                    round(model.requestsARun(mean)), "end_median_s", round(figures.end(50)), "model_end_median_s",
                    round(model.end(mean)), "end_p95_s", round(figures.end(95)), "end_p99_s", round(figures.end(99)),
                    "start_p99_s", round(figures.start(99)), "most_backlog", figures.mostBacklog, "model_most_backlog",
                    Math.round(backlog[0]), "most_in_flight", figures.mostInFlight, "runs_used", used(figures, one, Kind.RUNS),
                    "results_used", used(figures, one, Kind.RESULTS), "requests_used", used(figures, one, Kind.REQUESTS),
                    "model_most_a_s", round(model.most()), "binds", binds);
            if (account == 0) {
                row.put("backlog_by_hour", figures.samples().stream().filter(sample -> Math.round(sample.hours() * 60) % 30 == 0)
                        .map(sample -> List.of(round(sample.hours()), sample.backlog())).toList());
            }
            rows.add(row);
            System.out.printf(Locale.ROOT, "%-24s %3d accounts, %d gateway(s) each: %.2f requests a run (%.2f); end to file"
                    + " median %.2f s (%.2f), p95 %.2f, p99 %.2f; inbox to run p99 %s; most backlog %,d (%,.0f); used: runs"
                    + " %.0f %%, results %.0f %%, requests %.0f %%; binds: %s%n", one.words(), one.accounts(),
                    one.scenario().gateways().count(), figures.requestsARun(), model.requestsARun(mean), figures.end(50),
                    model.end(mean), figures.end(95), figures.end(99), Scenario.time(figures.start(99)), figures.mostBacklog,
                    backlog[0], 100 * used(figures, one, Kind.RUNS), 100 * used(figures, one, Kind.RESULTS),
                    100 * used(figures, one, Kind.REQUESTS), binds);
        }
        return rows;
    }

    private static double used(Figures figures, Case one, Kind kind) {
        Limit limit = one.scenario().account().limits().get(kind);
        return round(figures.busiest(kind) / (limit.most() / (limit.per().toNanos() / 1e9)));
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
