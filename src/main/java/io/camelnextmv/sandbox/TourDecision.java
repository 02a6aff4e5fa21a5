package io.camelnextmv.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The decision the sandbox makes: a round tour over the input's stops. */
final class TourDecision {
    /** More stops than this are not searched: the tour takes them as they come, stop by stop, with no heap used. */
    static final int SEARCH_LIMIT = 50_000;

    /** An input without stops. */
    static final Source NOTHING = () -> new ByteArrayInputStream(new byte[] {'{', '}'});

    private final InputReader reader = new InputReader();
    private final TourSearch search = new TourSearch();

    /** Opens the input: it may be read twice. */
    interface Source {
        InputStream open() throws IOException;
    }

    /**
     * Reads the input and writes the output.
     *
     * @throws BadInput if no output can be made, or the run is to fail without one
     */
    Decision decide(Source input, DecisionOptions options, OutputStream out) throws IOException, BadInput {
        List<Stop> stops = new ArrayList<>();
        long[] count = new long[1];
        InputReader.Wish wish;
        try (InputStream in = input.open()) {
            wish = reader.read(in, stop -> {
                if (++count[0] <= SEARCH_LIMIT) {
                    stops.add(stop);
                }
            });
        }
        Optional<String> failure = options.fail().or(wish::fail);
        if (failure.isPresent() && !options.partial() && !wish.partial()) {
            throw new BadInput(failure.get());
        }
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writePOJOField("options", options.all());
            json.writeArrayFieldStart("solutions");
            json.writeStartObject();
            boolean degrees = !stops.isEmpty() && stops.get(0).degrees();
            double length = count[0] <= SEARCH_LIMIT ? writeTour(search.search(stops), json) : copyTour(input, json);
            json.writeNumberField("length", length);
            json.writeStringField("unit", degrees ? "meters" : "");
            json.writeEndObject();
            json.writeEndArray();
            Map<String, Object> statistics = statistics(length, count[0], options);
            json.writePOJOField("statistics", statistics);
            writePadding(options.outputSize(), json);
            json.writeEndObject();
            return new Decision(statistics, failure);
        }
    }

    private static double writeTour(List<Stop> tour, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("tour");
        for (Stop stop : tour) {
            json.writeTree(stop.id());
        }
        json.writeEndArray();
        return TourSearch.length(tour);
    }

    private double copyTour(Source input, JsonGenerator json) throws IOException, BadInput {
        json.writeArrayFieldStart("tour");
        List<Stop> ends = new ArrayList<>(2);
        double[] length = new double[1];
        try (InputStream in = input.open()) {
            reader.read(in, stop -> {
                json.writeTree(stop.id());
                if (ends.isEmpty()) {
                    ends.add(stop);
                    ends.add(stop);
                }
                length[0] += ends.set(1, stop).distanceTo(stop);
            });
        }
        json.writeEndArray();
        return length[0] + ends.get(1).distanceTo(ends.get(0));
    }

    private static Map<String, Object> statistics(double length, long stops, DecisionOptions options) {
        Map<String, Object> statistics = new LinkedHashMap<>();
        statistics.put("schema", "v1");
        statistics.put("run", Map.of("duration", options.duration().toMillis() / 1000.0));
        statistics.put("result", Map.of("value", length, "custom", Map.of("stops", stops)));
        return statistics;
    }

    private static void writePadding(long size, JsonGenerator json) throws IOException {
        if (size <= 0) {
            return;
        }
        String chunk = "sandbox ".repeat(128);
        json.writeArrayFieldStart("padding");
        for (long written = 0; written < size; written += chunk.length()) {
            json.writeString(chunk);
        }
        json.writeEndArray();
    }
}
