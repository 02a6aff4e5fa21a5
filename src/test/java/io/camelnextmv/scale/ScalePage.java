package io.camelnextmv.scale;

import io.camelnextmv.bench.BenchFile;
import io.camelnextmv.bench.Constants;
import io.camelnextmv.limits.AccountLimits.Kind;
import io.camelnextmv.limits.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of {@code docs/scale.md}: made of the constants, the model and the last simulation that is kept. */
public final class ScalePage {
    static final Path FILE = Path.of("docs", "scale.md");
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- made: (\\w+) -->\n).*?(<!-- end -->)");
    private static final int UNBOUNDED = 100_000_000;
    private final Constants constants;

    private ScalePage(Constants constants) {
        this.constants = constants;
    }

    private record Case(String words, double perDay, double swing, RunTimes times, Map<Kind, Limit> limits, int pageSize,
            int each) {
    }

    /**
     * Writes the tables anew.
     *
     * @param args none
     * @throws IOException if the page cannot be written
     */
    public static void main(String[] args) throws IOException {
        Files.writeString(FILE, made());
    }

    /** The page as it is to be. */
    static String made() throws IOException {
        ScalePage page = new ScalePage(Constants.kept());
        Map<String, List<String>> tables = new LinkedHashMap<>();
        tables.put("constants", page.constantsTable());
        tables.put("cases", page.casesTable());
        tables.put("simulation", simulationTable());
        tables.put("compared", Compared.kept().stream().map(line -> "- " + line).toList());
        Matcher table = TABLE.matcher(Files.readString(FILE));
        return table.replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                + String.join("\n", tables.get(found.group(2))) + "\n" + found.group(3)));
    }

    private List<String> constantsTable() {
        List<String> lines = new ArrayList<>(List.of("| constant | | from |", "| --- | --- | --- |"));
        for (String name : constants.names()) {
            String value = constants.value(name).map(ScalePage::figure).map(text -> (text + " " + constants.unit(name)).strip())
                    .orElse("?");
            lines.add("| " + constants.words(name) + " | " + value + " | " + constants.origin(name) + " |");
        }
        return lines;
    }

    private List<String> casesTable() {
        Map<Kind, Limit> shipped = Scenario.shippedLimits();
        Map<Kind, Limit> raised = Scenario.limits("10/s", "500/10s", "10000/m");
        Map<Kind, Limit> older = Scenario.limits("3000/d", "40/10s", "180/m");
        List<String> lines = new ArrayList<>(List.of("| inputs a day, run time, account | at the peak | at once | requests a run"
                + " | an account does at most | binds first | accounts | cores for all gateways |",
                "| --- | --- | --- | --- | --- | --- | --- | --- |"));
        for (Case one : List.of(new Case("10,000 of 1 min", 1e4, 0.5, RunTimes.around(60, 0), shipped, 0, 1),
                new Case("400,000 of 10 s, evenly", 4e5, 0, RunTimes.around(10, 0), shipped, 0, 1),
                new Case("1,000,000 of 10 min", 1e6, 0.5, RunTimes.around(600, 0), shipped, 0, 1),
                new Case("the same, queue in pages of 50", 1e6, 0.5, RunTimes.around(600, 0), shipped, 50, 1),
                new Case("… and four gateways an account", 1e6, 0.5, RunTimes.around(600, 0), shipped, 50, 4),
                new Case("10,000,000 of 30 s", 1e7, 0.5, RunTimes.around(30, 0), shipped, 0, 1),
                new Case("the same, limits raised (10/s)", 1e7, 0.5, RunTimes.around(30, 0), raised, 0, 1),
                new Case("10,000 of 1 min, older contract (3,000 a day)", 1e4, 0.5, RunTimes.around(60, 0), older, 0, 1))) {
            lines.add(row(one));
        }
        return lines;
    }

    private String row(Case one) {
        Scenario.Load load = new Scenario.Load(one.perDay(), one.swing(), one.times());
        Capacity account = new Capacity(new Scenario(load, new Scenario.Account(one.limits(), UNBOUNDED, one.pageSize()),
                Scenario.shipped().of(one.each()).holding(UNBOUNDED), ScaleBench.FAR));
        double most = account.most();
        double peak = load.peakPerSecond();
        double accounts = Math.ceil(peak / most);
        String cores = constants.value("cpu-a-run").map(each -> figure(peak * each / 1000
                + peak * one.times().mean() / 1000 * constants.value("cpu-a-waiter").orElse(0.0) / 1000)).orElse("?");
        return "| " + String.join(" | ", one.words(), figure(peak) + "/s", figure(peak * one.times().mean()),
                figure(account.requestsARun(peak / accounts)), figure(most) + "/s, " + figure(most * 86_400) + " a day",
                "`nextmv.limit." + account.first() + "`", figure(accounts) + " (" + figure(Math.ceil(load.perSecond() / most))
                        + " by midnight)", cores) + " |";
    }

    private static List<String> simulationTable() throws IOException {
        List<String> lines = new ArrayList<>(List.of("| accounts × gateways | | requests a run | end to file: median | p99"
                + " | most backlog of an account | limit of runs used |", "| --- | --- | --- | --- | --- | --- | --- |"));
        for (BenchFile file : BenchFile.in(BenchFile.KEPT)) {
            if (file.bench().equals("scale")) {
                file.rows().stream().filter(row -> row.get("account").equals(1)).forEach(row -> lines.add("| "
                        + String.join(" | ", row.get("accounts") + " × " + row.get("gateways_each"), (String) row.get("case"),
                                beside(row, "requests_a_run", ""), beside(row, "end_median_s", " s"),
                                figure(number(row, "end_p99_s")) + " s", beside(row, "most_backlog", ""),
                                Math.round(100 * number(row, "runs_used")) + " %") + " |"));
            }
        }
        return lines;
    }

    private static String beside(Map<String, Object> row, String name, String unit) {
        return figure(number(row, name)) + unit + " (" + figure(number(row, "model_" + name)) + unit + ")";
    }

    private static double number(Map<String, Object> row, String name) {
        return ((Number) row.get(name)).doubleValue();
    }

    /** Three digits are as much as is known. */
    static String figure(double value) {
        if (value >= 1000) {
            double unit = Math.pow(10, Math.floor(Math.log10(value)) - 2);
            return String.format(Locale.ROOT, "%,.0f", Math.round(value / unit) * unit);
        }
        String text = String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f"
                : value >= 0.1 ? "%.2f" : "%.3f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
