package io.camelnextmv.bench;

import io.camelnextmv.bench.Chart.Axis;
import io.camelnextmv.bench.Chart.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Draws the plots of {@code docs/bench/} from the figures that lie there: one for which there are none is not drawn, and nothing
 * is drawn that was not measured. See {@code bench/draw}.
 */
public final class Plots {
    private final List<BenchFile> all;
    private final Path folder;

    /** A line of a plot: its name, and the figure that it shows. */
    private record Series(String name, String field) {
    }

    Plots(List<BenchFile> all, Path folder) {
        this.all = all;
        this.folder = folder;
    }

    /**
     * Prints one table, draws all, and takes over the constants.
     *
     * @param args {@code table}, where that is all that is to be done
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        table(BenchFile.in(BenchFile.WRITTEN)).forEach(System.out::println);
        if (List.of(args).contains("table")) {
            return;
        }
        List<BenchFile> kept = BenchFile.in(BenchFile.KEPT);
        Constants.kept().takeOver(kept);
        new Plots(kept, BenchFile.KEPT).draw().forEach(path -> System.out.println("drawn: " + path));
    }

    /** Draws what there are figures for. */
    List<Path> draw() throws IOException {
        List<Path> drawn = new ArrayList<>();
        byFigure("runs", "throughput", new Chart("Runs through one gateway", new Axis("runs of half a second in the inbox", true),
                new Axis("runs a second", false)), "runs", new Series("by CPU-second", "runs_a_cpu_s"),
                new Series("by the clock", "runs_a_s")).ifPresent(drawn::add);
        byFigure("runs", "cpu-a-run", new Chart("What a run costs the processor", new Axis("runs, the start included", true),
                new Axis("ms of processor time a run", true)), "runs", new Series("gateway", "cpu_ms_a_run")).ifPresent(drawn::add);
        byFigure("waiting", "waiting-cpu", new Chart("What waiting costs", new Axis("runs that are waited for", true),
                new Axis("% of one core", false)).goal("aim: 5 %", 5), "waiting", new Series("gateway", "cpu_percent"))
                .ifPresent(drawn::add);
        byFigure("waiting", "waiting-heap", new Chart("What a waiting run holds", new Axis("runs that are waited for", true),
                new Axis("bytes of heap each", false)), "waiting", new Series("gateway", "heap_bytes_a_waiter"))
                .ifPresent(drawn::add);
        byFigure("waiting", "waiting-requests", new Chart("Requests while nothing ends", new Axis("runs that are waited for",
                true), new Axis("requests a minute", false)), "waiting", new Series("gateway", "requests_a_minute"))
                .ifPresent(drawn::add);
        byFigure("gateways", "gateways", new Chart("Gateways on one broker", new Axis("gateways", false, 1),
                new Axis("inputs a second", false)), "gateways", new Series("inputs/s", "inputs_a_s")).ifPresent(drawn::add);
        byFigure("upload", "upload", new Chart("Uploads beside curl -T", new Axis("MB", true), new Axis("MB a second", false)),
                "mb", new Series("camel-nextmv", "ours_mb_a_s"), new Series("curl", "curl_mb_a_s")).ifPresent(drawn::add);
        byFigure("load", "load-requests", new Chart("Requests for a run, by the load of one account (simulated)", new Axis(
                "runs a second", true), new Axis("requests a run", false)), "per_second", new Series("simulated",
                "requests_a_run"), new Series("by the formula", "model_requests_a_run"), new Series("in pages of 50",
                "paged_requests_a_run")).ifPresent(drawn::add);
        byFigure("load", "load-end", new Chart("From a run's end to its file, by the load of one account (simulated)", new Axis(
                "runs a second", true), new Axis("seconds, the median", false)), "per_second", new Series("simulated",
                "end_median_s"), new Series("by the formula", "model_end_median_s"), new Series("in pages of 50",
                "paged_end_median_s")).ifPresent(drawn::add);
        latency().ifPresent(drawn::add);
        backlog().ifPresent(drawn::add);
        requests().ifPresent(drawn::add);
        return drawn;
    }

    private List<BenchFile> of(String bench) {
        return all.stream().filter(file -> file.bench().equals(bench)).toList();
    }

    private static List<Map<String, Object>> rows(Collection<BenchFile> files) {
        return files.stream().flatMap(file -> file.rows().stream()).toList();
    }

    private static double number(Map<String, Object> row, String field) {
        return ((Number) row.get(field)).doubleValue();
    }

    private Optional<Path> byFigure(String bench, String file, Chart chart, String across, Series... series) throws IOException {
        boolean any = false;
        for (Series one : series) {
            List<Point> points = rows(of(bench)).stream().filter(row -> row.get(across) instanceof Number
                    && row.get(one.field()) instanceof Number).map(row -> new Point(number(row, across),
                            number(row, one.field()))).sorted(Comparator.comparingDouble(Point::x)).toList();
            if (!points.isEmpty()) {
                any = true;
                chart.line(one.name(), points);
            }
        }
        return any ? Optional.of(write(file, chart.note(origin(of(bench))))) : Optional.empty();
    }

    /** Of each part of the runs, how long it took at most. */
    private Optional<Path> latency() throws IOException {
        List<BenchFile> files = of("latency");
        Chart chart = new Chart("From a run's end to its file, in one gateway", new Axis("seconds", true),
                new Axis("% of the runs that have their file", false));
        for (Map<String, Object> row : rows(files)) {
            if (row.get("times_ms") instanceof List<?> times && !times.isEmpty()) {
                chart.curve(row.get("runs") + " runs", IntStream.range(0, times.size()).mapToObj(i -> new Point(
                        Math.max(1, ((Number) times.get(i)).doubleValue()) / 1000, 100.0 * (i + 1) / times.size())).toList());
                return Optional.of(write("latency", chart.note(origin(files))));
            }
        }
        return Optional.empty();
    }

    /** How many inputs have no run yet, over a simulated day. */
    private Optional<Path> backlog() throws IOException {
        List<BenchFile> files = of("scale");
        Chart chart = new Chart("Inputs that have no run yet, over a simulated day", new Axis("hour of the day", false, 3),
                new Axis("inputs of all accounts together; accounts × gateways of each", false));
        boolean any = false;
        for (Map<String, Object> row : rows(files)) {
            boolean worth = number(row, "accounts") * number(row, "gateways_each") > 0 && row.get("backlog_by_hour") != null
                    && (row.get("case").equals("limits as they ship") || row.get("case").toString().contains("same time"));
            if (worth && row.get("backlog_by_hour") instanceof List<?> hours) {
                any = true;
                String name = Math.round(number(row, "accounts")) + " × " + Math.round(number(row, "gateways_each"))
                        + (row.get("case").toString().contains("same time") ? ", 60 at once" : "");
                chart.curve(name, hours.stream().map(List.class::cast).map(one -> new Point(
                        ((Number) one.get(0)).doubleValue(), ((Number) one.get(1)).doubleValue() * number(row, "accounts")))
                        .toList());
            }
        }
        return any ? Optional.of(write("backlog", chart.note(origin(files)))) : Optional.empty();
    }

    private Optional<Path> requests() throws IOException {
        List<BenchFile> files = all.stream().filter(file -> file.bench().equals("latency") || file.bench().equals("requests"))
                .toList();
        Chart chart = new Chart("Requests to the service for a run", new Axis("runs", true), new Axis("requests a run", false))
                .goal("three are needed", 3);
        List<Point> points = rows(files).stream().filter(row -> row.get("requests_a_run") instanceof Number)
                .map(row -> new Point(number(row, "runs"), number(row, "requests_a_run")))
                .sorted(Comparator.comparingDouble(Point::x)).toList();
        return points.isEmpty() ? Optional.empty()
                : Optional.of(write("requests-a-run", chart.line("measured", points).note(origin(files))));
    }

    private Path write(String name, Chart chart) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve(name + ".svg"), chart.svg());
    }

    private static String origin(List<BenchFile> files) {
        TreeSet<String> origins = new TreeSet<>();
        files.forEach(file -> origins.add(file.date().substring(0, 10) + ", " + file.commit() + ", " + file.machine()));
        return String.join("; ", origins.size() > 1 ? List.of(origins.last(), "and earlier") : origins);
    }

    /**
     * One table of everything that was measured.
     *
     * @param files the figures
     * @return its lines
     */
    static List<String> table(List<BenchFile> files) {
        List<String> lines = new ArrayList<>();
        Map<String, List<BenchFile>> byBench = new LinkedHashMap<>();
        files.forEach(file -> byBench.computeIfAbsent(file.bench(), name -> new ArrayList<>()).add(file));
        byBench.forEach((bench, some) -> some.forEach(file -> file.rows().forEach(row -> {
            StringBuilder figures = new StringBuilder();
            row.forEach((name, value) -> {
                if (!(value instanceof List)) {
                    figures.append(figures.isEmpty() ? "" : ", ").append(name).append(' ').append(value instanceof Double number
                            ? Math.round(number * 100) / 100.0 : value);
                }
            });
            lines.add(String.format("%-10s %-20s %-9s %s", bench, file.date(), file.commit(), figures));
        })));
        return lines;
    }
}
