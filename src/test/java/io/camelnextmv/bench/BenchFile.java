package io.camelnextmv.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.camelnextmv.fixture.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a bench has measured: {@code target/bench/<file>.json}. Scripts write the same, by {@code bench/figures}.
 *
 * @param bench   its name; several files may be of one bench
 * @param command what was run
 * @param date    when
 * @param machine where
 * @param commit  of what
 * @param rows    the figures by their names, whose ends are their units
 */
public record BenchFile(String bench, String command, String date, String machine, String commit,
        List<Map<String, Object>> rows) {
    /** Where benches write. */
    public static final Path WRITTEN = Path.of("target", "bench");
    /** Where the last figures are kept, beside the plots that are made of them. */
    public static final Path KEPT = Path.of("docs", "bench");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * @param bench   its name
     * @param command what was run
     * @param rows    the figures
     * @return the same, of this machine, now; what the script that runs it knows better is in its environment
     */
    public static BenchFile of(String bench, String command, List<Map<String, Object>> rows) {
        return new BenchFile(bench, command, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Optional.ofNullable(System.getenv("BENCH_MACHINE")).orElseGet(() -> Runtime.getRuntime()
                        .availableProcessors() + " cores, Java " + System.getProperty("java.version")),
                Optional.ofNullable(System.getenv("BENCH_COMMIT")).orElse("not known"), rows);
    }

    /**
     * @param file the name of the file, without its end
     * @return where it was written
     * @throws IOException if it cannot be
     */
    public Path write(String file) throws IOException {
        Files.createDirectories(WRITTEN);
        Path written = WRITTEN.resolve(file + ".json");
        return Files.writeString(written, text(this) + "\n");
    }

    static String text(Object value) throws IOException {
        return JSON.writeValueAsString(value);
    }

    static JsonNode tree(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    /**
     * @param folder where they lie; need not be there
     * @return all of that folder, in the order of their names
     * @throws IOException if one cannot be read
     */
    public static List<BenchFile> in(Path folder) throws IOException {
        List<BenchFile> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            for (Path file : FileTree.in(folder).stream().filter(one -> one.toString().endsWith(".json")).sorted().toList()) {
                JsonNode tree = tree(file);
                if (tree.has("bench") && tree.has("rows")) {
                    found.add(JSON.treeToValue(tree, BenchFile.class));
                }
            }
        }
        return found;
    }

    /**
     * @param pairs names and figures by turns
     * @return a row
     */
    public static Map<String, Object> row(Object... pairs) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            row.put((String) pairs[i], pairs[i + 1]);
        }
        return row;
    }
}
