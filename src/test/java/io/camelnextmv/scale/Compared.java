package io.camelnextmv.scale;

import io.camelnextmv.bench.BenchFile;
import io.camelnextmv.bench.Constants;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The model and the simulation beside what benches have measured: where they were measured, one line each. */
final class Compared {
    /** A run of a bench that is no larger is all start. */
    private static final int LEAST_RUNS = 100;

    private Compared() {
    }

    static List<String> kept() throws IOException {
        List<String> lines = new ArrayList<>(runs(Constants.kept(), BenchFile.in(BenchFile.KEPT)));
        lines.addAll(latency(Constants.kept()));
        return lines;
    }

    /**
     * The processor time of so many runs is that of a start and so much a run: by the largest bench and the start the others
     * are foretold.
     */
    static List<String> runs(Constants constants, List<BenchFile> measured) {
        Optional<Double> start = constants.value("start-cpu");
        List<Map<String, Object>> rows = measured.stream().filter(file -> file.bench().equals("runs"))
                .flatMap(file -> file.rows().stream()).filter(row -> number(row, "runs") >= LEAST_RUNS)
                .sorted((one, other) -> Double.compare(number(one, "runs"), number(other, "runs"))).toList();
        if (start.isEmpty() || rows.size() < 2) {
            return List.of("CPU: not compared; needs start-cpu and bench/runs at two sizes at least, has " + rows.size());
        }
        Map<String, Object> largest = rows.get(rows.size() - 1);
        double each = (number(largest, "cpu_s") - start.get()) / number(largest, "runs");
        return rows.subList(0, rows.size() - 1).stream().map(row -> {
            double model = start.get() + each * number(row, "runs");
            return line(String.format(Locale.ROOT, "CPU of %.0f runs", number(row, "runs")), "s", model, number(row, "cpu_s"));
        }).toList();
    }

    /** The simulation of what OneQuestionTest measures: 300 runs of 2 to 60 s, all in the inbox at the beginning. */
    static List<String> latency(Constants constants) {
        Optional<Double> median = constants.value("end-to-file-median");
        Optional<Double> requests = constants.value("requests-a-run");
        if (median.isEmpty() || requests.isEmpty()) {
            return List.of("Latency: not compared; needs end-to-file-median and requests-a-run");
        }
        Figures figures = Simulation.ofAtOnce(asMeasured(), 300, 300, 1);
        return List.of(line("requests a run, 300 runs of 2 to 60 s", "", figures.requestsARun(), requests.get()),
                line("end to file, median", "ms", figures.end(50) * 1000, median.get()));
    }

    /** A service on the same machine, which is busy. */
    static Scenario asMeasured() {
        return new Scenario(new Scenario.Load(1, 0, RunTimes.between(2, 60)),
                new Scenario.Account(Scenario.shippedLimits(), 1000, 0), Scenario.shipped(),
                new Scenario.Way(Duration.ofMillis(20), 1, Duration.ofMillis(50)));
    }

    private static String line(String what, String unit, double model, double measured) {
        return String.format(Locale.ROOT, "%s: foretold %.2f%s, measured %.2f%s (%+.0f %%)", what, model,
                unit.isEmpty() ? "" : " " + unit, measured, unit.isEmpty() ? "" : " " + unit, 100 * (model / measured - 1));
    }

    private static double number(Map<String, Object> row, String name) {
        return ((Number) row.get(name)).doubleValue();
    }
}
