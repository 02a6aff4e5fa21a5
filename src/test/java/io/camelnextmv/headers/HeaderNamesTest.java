package io.camelnextmv.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.settings.SidecarFile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers say what a sidecar says, within the same bounds. */
class HeaderNamesTest {
    private final HeaderNames names = new HeaderNames(SidecarFile.keys(), new ObjectMapper());

    private Optional<String> sidecar(Map<String, Object> headers) {
        return names.sidecar(headers).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{}", "null", "{\"seed\": null}"})
    void whatHasNoValueIsNotGiven(String options) {
        Map<String, Object> headers = new HashMap<>(Map.of("NextmvOptions", options, "NextmvName", " "));
        headers.put("NextmvInstanceId", null);

        assertThat(sidecar(headers)).isEmpty();
        assertThat(sidecar(Map.of("NextmvOptions", new HashMap<>()))).isEmpty();
    }

    @Test
    void theOptionsThatHaveAValueAreKeptAsTheyAreWritten() {
        assertThat(sidecar(Map.of("NextmvOptions", "{\"a\": 1.50, \"b\": null, \"c\": \"null\"}")))
                .contains("{\"options\":{\"a\":1.50,\"c\":\"null\"}}");
    }

    static Stream<Object> bombs() {
        Map<String, Object> itself = new HashMap<>();
        itself.put("again", itself);
        return Stream.of("{\"a\":".repeat(20_000), "[".repeat(60_000), "{\"a\": \"" + "x".repeat(100_000) + "\"}", itself,
                Map.of("a", "x".repeat(100_000)), "{\"a\": 1, \"a\": 2}", "{} {}", "[1]", "1", "{\"a\": NaN}");
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void aBombIsTheMessagesOwnFault(Object options) {
        assertThatThrownBy(() -> sidecar(Map.of("NextmvOptions", options))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the header NextmvOptions ").message().hasSizeLessThan(250).doesNotContain("\n");
    }

    @Test
    void whatDoesNotTravelWithATicketIsNotTakenAtAll() {
        Map<String, Object> headers = Map.of("NextmvName", "x".repeat(40_000), "NextmvDescription", "x".repeat(40_000));

        assertThatThrownBy(() -> sidecar(headers)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too large: more than 64 KiB");
    }
}
