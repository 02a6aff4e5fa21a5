package io.camelnextmv.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.cloud.UnreadableAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputSliceTest {
    @TempDir
    private Path folder;

    private static String cut(Path folder, String result) throws IOException {
        Path file = Files.writeString(folder.resolve("result.json"), result);
        Optional<OutputSlice> slice = OutputSlice.find(file);
        if (slice.isEmpty()) {
            return "nothing";
        }
        slice.get().copy(file, folder.resolve("output"));
        return Files.readString(folder.resolve("output"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1e-7", "12345678901234567890", "-0.0", "1E+400", "0.1000", "true", "null", "\"\"",
        "\"\\u00fc \\\" \\\\\"", "{}", "[]", "{ \"a\" : 1.0 ,\n \"b\":[ 1e-7 ] }", "\"ü 🚚\"",
        "{\"output\":{\"output\":2}}", "\"output\""})
    void theOutputIsCutOutAsItStands(String output) throws IOException {
        assertThat(cut(folder, "{\"id\":\"r\",\"output\":" + output + ",\"z\":1}")).isEqualTo(output);
        assertThat(cut(folder, "{ \"output\" : " + output + " }")).isEqualTo(output);
        assertThat(cut(folder, "{\"output\":" + output + "\n}")).isEqualTo(output);
    }

    @Test
    void anOutputThatIsNotAtTheTopIsNone() throws IOException {
        assertThat(cut(folder, "{\"metadata\":{\"output\":1},\"list\":[{\"output\":2}],\"text\":\"\\\"output\\\":3\"}"))
                .isEqualTo("nothing");
        assertThat(cut(folder, "{\"metadata\":{\"output\":1},\"output\":{\"x\":2}}")).isEqualTo("{\"x\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{\"output\":", "{\"output\":1", "{\"output\":{}", "{\"output\":1}}",
        "{\"output\":1} {}", "<html>", "{\"output\":\"x", "{\"output\":01}"})
    void halfAnAnswerIsNone(String result) {
        assertThatThrownBy(() -> cut(folder, result)).isInstanceOf(UnreadableAnswer.class);
    }

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> leaf = Arbitraries.of("1.0", "1e-7", "true", "null", "\"ü\"", "\"a\\\"b\"", "[]", "{}", "-1",
                "\"output\"");
        return Arbitraries.recursive(() -> leaf, inner -> Arbitraries.oneOf(
                Combinators.combine(inner, inner).as((a, b) -> "[" + a + " , " + b + "]"),
                inner.map(a -> "{\"output\": " + a + "}")), 0, 4);
    }

    @Property(tries = 300)
    void whateverLiesBeforeItAndWhereverABufferEndsTheOutputIsTheSame(@ForAll("json") String output,
            @ForAll("json") String before, @ForAll @IntRange(max = 20_000) int padding) throws IOException {
        Path own = Files.createTempDirectory("output-slice");
        try {
            assertThat(cut(own, "{\"before\":" + before + ",\"pad\":\"" + "ü".repeat(padding) + "\",\"output\":"
                    + output + ",\"after\":" + before + "}")).isEqualTo(output);
        } finally {
            Files.deleteIfExists(own.resolve("result.json"));
            Files.deleteIfExists(own.resolve("output"));
            Files.delete(own);
        }
    }
}
