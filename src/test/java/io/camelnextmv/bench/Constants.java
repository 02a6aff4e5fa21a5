package io.camelnextmv.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The measured constants of the model, {@code docs/bench/constants.json}: each with its unit, the command that measures it, and
 * when, where and of what commit it was measured. One that says in {@code from} which figure of which bench it is takes that
 * over. A value of null was not measured; one whose command is "assumed" never is.
 */
public final class Constants {
    /** Where they are kept. */
    public static final Path FILE = BenchFile.KEPT.resolve("constants.json");
    private final Path file;
    private final JsonNode all;

    private Constants(Path file, JsonNode all) {
        this.file = file;
        this.all = all;
    }

    /**
     * @return those that are kept
     * @throws IOException if they cannot be read
     */
    public static Constants kept() throws IOException {
        return in(FILE);
    }

    static Constants in(Path file) throws IOException {
        return new Constants(file, BenchFile.tree(file));
    }

    /**
     * @param name which
     * @return its value; empty where it was not measured yet
     */
    public Optional<Double> value(String name) {
        return Optional.of(one(name).path("value")).filter(JsonNode::isNumber).map(JsonNode::asDouble);
    }

    /**
     * @param name which
     * @return where it comes from, in words
     */
    public String origin(String name) {
        JsonNode one = one(name);
        String command = one.path("command").asText();
        if (command.equals("assumed")) {
            return "assumed";
        }
        String said = command.startsWith("by hand") ? command : "`" + command + "`";
        return value(name).isEmpty() ? "not measured yet: " + said
                : said + ", " + one.path("date").asText() + ", " + one.path("commit").asText();
    }

    /**
     * @param name which
     * @return what it is
     */
    public String words(String name) {
        return one(name).path("is").asText();
    }

    /**
     * @param name which
     * @return its unit
     */
    public String unit(String name) {
        return one(name).path("unit").asText();
    }

    /** @return the names of all */
    public Iterable<String> names() {
        return () -> all.path("constants").fieldNames();
    }

    private JsonNode one(String name) {
        JsonNode one = all.path("constants").path(name);
        if (one.isMissingNode()) {
            throw new IllegalArgumentException("there is no constant " + name);
        }
        return one;
    }

    /**
     * Takes over what was measured, and keeps it.
     *
     * @param measured what benches have written
     * @throws IOException if it cannot be written
     */
    public void takeOver(List<BenchFile> measured) throws IOException {
        all.path("constants").forEach(one -> {
            JsonNode from = one.path("from");
            for (BenchFile bench : measured) {
                bench.rows().stream().filter(row -> bench.bench().equals(from.path("bench").asText()) && matches(row, from))
                        .map(row -> row.get(from.path("field").asText())).filter(Number.class::isInstance)
                        .reduce((first, last) -> last).ifPresent(value -> put((ObjectNode) one, (Number) value, bench));
            }
        });
        Files.writeString(file, BenchFile.text(all) + "\n");
    }

    private static void put(ObjectNode one, Number value, BenchFile bench) {
        one.put("value", value.doubleValue() * one.path("from").path("times").asDouble(1));
        one.put("command", bench.command()).put("date", bench.date().substring(0, 10)).put("machine", bench.machine())
                .put("commit", bench.commit());
    }

    private static boolean matches(Map<String, Object> row, JsonNode from) {
        for (Map.Entry<String, JsonNode> wanted : from.path("where").properties()) {
            if (!wanted.getValue().asText().equals(String.valueOf(row.get(wanted.getKey())))) {
                return false;
            }
        }
        return true;
    }
}
