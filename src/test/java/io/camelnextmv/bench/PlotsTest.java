package io.camelnextmv.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What benches have written becomes plots and constants; what they have not, does not. */
class PlotsTest {
    @TempDir
    private Path folder;

    private static BenchFile runs(int runs, double ms) {
        return new BenchFile("runs", "bench/runs " + runs, "2026-01-02T03:04:05Z", "2 cores", "abc1234", List.of(BenchFile.row(
                "runs", runs, "cpu_ms_a_run", ms, "runs_a_cpu_s", 1000 / ms, "runs_a_s", 40.0)));
    }

    @Test
    void onlyWhatWasMeasuredIsDrawn() throws Exception {
        List<Path> drawn = new Plots(List.of(runs(10_000, 2), runs(100, 40)), folder).draw();

        assertThat(drawn).containsExactly(folder.resolve("throughput.svg"), folder.resolve("cpu-a-run.svg"));
        for (Path one : drawn) {
            try (InputStream svg = Files.newInputStream(one)) {
                var picture = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg);
                assertThat(picture.getDocumentElement().getTagName()).isEqualTo("svg");
                assertThat(picture.getDocumentElement().getTextContent()).contains("2026-01-02, abc1234, 2 cores", "10,000")
                        .doesNotContain("NaN", "Infinity");
            }
        }
        assertThat(new Plots(List.of(), folder).draw()).isEmpty();
    }

    @Test
    void oneFigureAloneIsDrawnToo() throws IOException {
        assertThat(new Plots(List.of(runs(300, 12)), folder).draw()).hasSize(2).allSatisfy(one -> assertThat(
                Files.readString(one)).contains("<circle").doesNotContain("NaN", "Infinity"));
    }

    @Test
    void aConstantTakesOverTheFigureThatItNamesAndNoOther() throws IOException {
        Path file = Files.writeString(folder.resolve("constants.json"), """
                {"constants": {
                  "a": {"is": "a run", "unit": "ms", "value": null, "command": "bench/runs 10000", "date": "", "commit": "",
                    "from": {"bench": "runs", "where": {"runs": 10000}, "field": "cpu_ms_a_run"}},
                  "b": {"is": "a way", "unit": "ms", "value": 150, "command": "assumed", "date": "", "commit": ""},
                  "c": {"is": "a waiter", "unit": "ms", "value": null, "command": "bench/waiting", "date": "", "commit": "",
                    "from": {"bench": "waiting", "field": "cpu_percent"}}}}""");

        Constants.in(file).takeOver(List.of(runs(10_000, 2.5), runs(100, 40)));

        Constants now = Constants.in(file);
        assertThat(now.value("a")).contains(2.5);
        assertThat(now.origin("a")).isEqualTo("`bench/runs 10000`, 2026-01-02, abc1234");
        assertThat(now.value("b")).contains(150.0);
        assertThat(now.origin("b")).isEqualTo("assumed");
        assertThat(now.value("c")).isEmpty();
        assertThat(now.origin("c")).isEqualTo("not measured yet: `bench/waiting`");
    }

    @Test
    void whatIsWrittenByAScriptIsReadAsWhatIsWrittenInJava() throws Exception {
        Path bench = Files.createDirectories(folder.resolve("bench"));
        Files.copy(Path.of("bench", "figures"), bench.resolve("figures"));
        Process script = new ProcessBuilder("bash", bench.resolve("figures").toString(), "runs-3", "runs", "bench/runs 3", "runs=3",
                "cpu_s=1.5", "word=so", "--", "runs=4").redirectErrorStream(true).start();

        assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).as("%s", new String(script.getInputStream().readAllBytes())).isZero();

        assertThat(BenchFile.in(folder.resolve("target").resolve("bench"))).singleElement().satisfies(written -> {
            assertThat(written.bench()).isEqualTo("runs");
            assertThat(written.rows()).containsExactly(BenchFile.row("runs", 3, "cpu_s", 1.5, "word", "so"),
                    BenchFile.row("runs", 4));
        });
    }
}
