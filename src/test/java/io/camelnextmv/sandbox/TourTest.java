package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.IntNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TourTest {
    private final TourSearch search = new TourSearch();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 50, 2_000, 2_001, 5_000})
    void a_tour_visits_every_stop_once_and_begins_with_the_first(int count) {
        List<Stop> stops = random(count);
        List<Stop> tour = search.search(stops);

        assertThat(tour).containsExactlyInAnyOrderElementsOf(stops);
        if (count > 0) {
            assertThat(tour.get(0)).isEqualTo(stops.get(0));
        }
        assertThat(TourSearch.length(tour)).isLessThanOrEqualTo(TourSearch.length(stops) + 1e-9);
    }

    @Test
    void stops_on_a_circle_are_visited_along_it() {
        List<Stop> stops = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double angle = Math.PI * 2 * (i * 7 % 40) / 40;
            stops.add(new Stop(IntNode.valueOf(i), false, Math.cos(angle), Math.sin(angle)));
        }
        assertThat(TourSearch.length(search.search(stops))).isCloseTo(80 * Math.sin(Math.PI / 40), within(1e-9));
    }

    @Test
    void places_on_the_earth_are_measured_in_meters() {
        Stop london = new Stop(IntNode.valueOf(1), true, -0.1276, 51.5072);
        Stop paris = new Stop(IntNode.valueOf(2), true, 2.3522, 48.8566);
        assertThat(london.distanceTo(paris)).isBetween(343_000.0, 344_500.0);
    }

    @Test
    void more_stops_than_are_searched_are_taken_as_they_come() throws IOException, BadInput {
        StringBuilder input = new StringBuilder("{\"stops\":[");
        int count = TourDecision.SEARCH_LIMIT + 1;
        for (int i = 0; i < count; i++) {
            input.append(i == 0 ? "" : ",").append("{\"id\":").append(i).append(",\"x\":").append(i)
                    .append(",\"y\":0}");
        }
        byte[] json = input.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TourDecision().decide(() -> new ByteArrayInputStream(json),
                DecisionOptions.from(Map.of(), Duration.ZERO), out);

        var solution = Client.JSON.readTree(out.toByteArray()).path("solutions").path(0);
        assertThat(solution.path("tour")).hasSize(count);
        assertThat(solution.path("length").asDouble()).isEqualTo(2.0 * (count - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2s", "2000ms", " 2 s ", "2.0s", "2.0"})
    void a_duration_can_be_written_in_many_ways(String text) throws BadInput {
        assertThat(DecisionOptions.from(Map.of("duration", text), Duration.ZERO).duration())
                .isEqualTo(Duration.ofSeconds(2));
    }

    private static List<Stop> random(int count) {
        Random random = new Random(count);
        List<Stop> stops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stops.add(new Stop(IntNode.valueOf(i), false, random.nextDouble(), random.nextDouble()));
        }
        return stops;
    }
}
