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

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "-Infinity", "Infinity", "[NaN,Infinity,-Infinity]", "{\"gap\":NaN}", "01", "+1", ".5", "0x1F",
        "{'single': 'quotes }'}", "{unquoted: 1, $b: [2,],}", "{\"a\":1,\"a\":2}", "{\"a\":\"tab\tand\nline\"}",
        "{\"a\":\"\\ud800\"}", "{\"a\":\"\\x41\\'\"}", "[1, // one }\n 2]", "{/* } \" ' */\"a\":1}", "None",
        "{\"a\": True, \"b\": nan, \"c\": -inf}", "\u00a0", "[,,]"})
    void whatStrictJsonHasNotIsTheApplicationsAndIsCutOutAsItStands(String output) throws IOException {
        assertThat(cut(folder, "{\"id\":\"r\",\"output\":" + output + ",\"z\":1}")).isEqualTo(output);
        assertThat(cut(folder, "{\"metrics\":" + output + ", \"output\" : " + output + " }")).isEqualTo(output);
    }

    @Test
    void bytesThatAreNoTextAreCutOutAsTheyStand() throws IOException {
        byte[] output = {'{', '"', (byte) 0xe4, (byte) 0xff, 0, 1, '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80,
            (byte) 0xc3, '"', '}'};
        var answer = new java.io.ByteArrayOutputStream();
        answer.write("{\"output\":".getBytes());
        answer.write(output);
        answer.write("}\n".getBytes());
        Path file = Files.write(folder.resolve("result.json"), answer.toByteArray());

        OutputSlice.find(file).orElseThrow().copy(file, folder.resolve("output"));

        assertThat(folder.resolve("output")).hasBinaryContent(output);
    }

    @Test
    void neitherDepthNorLengthNorMarksAreInItsWay() throws IOException {
        for (String output : new String[] {"[".repeat(200_000) + "]".repeat(200_000),
            "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000), "1".repeat(2_000_000),
            "{\"" + "k".repeat(3_000_000) + "\":1}", "\"" + "\\\"".repeat(1_000_000) + "\""}) {
            assertThat(cut(folder, "{\"output\":" + output + "}").equals(output)).isTrue();
        }
        assertThat(cut(folder, "\uFEFF{\"output\":1}\r\n")).isEqualTo("1");
    }

    @Test
    void itsNameMayBeWrittenInEscapesAndOfTwoTheLaterOneHolds() throws IOException {
        assertThat(cut(folder, "{\"\\u006futpu\\u0074\":1}")).isEqualTo("1");
        assertThat(cut(folder, "{\"output\":1,\"outputs\":2,\"Output\":3,\"output \":4}")).isEqualTo("1");
        assertThat(cut(folder, "{\"output\":1,\"output\":2}")).isEqualTo("2");
        assertThat(cut(folder, "{\"" + "output".repeat(20) + "\":2}")).isEqualTo("nothing");
    }

    @Property(tries = 200)
    void noBytesAtAllMakeItFailOtherThanByAWord(@ForAll byte[] noise, @ForAll("json") String output) throws IOException {
        Path own = Files.createTempDirectory("output-slice");
        try {
            Path file = own.resolve("result.json");
            var bytes = new java.io.ByteArrayOutputStream();
            bytes.write("{\"output\":".getBytes());
            bytes.write(noise);
            bytes.write((output + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            Files.write(file, bytes.toByteArray());
            OutputSlice.find(file).ifPresent(slice -> assertThat(slice.start()).isLessThan(slice.end()));
        } catch (UnreadableAnswer e) {
            assertThat(e.getMessage()).isNotBlank();
        } finally {
            Files.deleteIfExists(own.resolve("result.json"));
            Files.delete(own);
        }
    }

    @Test
    void anOutputThatIsNotAtTheTopIsNone() throws IOException {
        assertThat(cut(folder, "{\"metadata\":{\"output\":1},\"list\":[{\"output\":2}],\"text\":\"\\\"output\\\":3\"}"))
                .isEqualTo("nothing");
        assertThat(cut(folder, "{\"metadata\":{\"output\":1},\"output\":{\"x\":2}}")).isEqualTo("{\"x\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{\"output\":", "{\"output\":1", "{\"output\":{}", "{\"output\":1}}",
        "{\"output\":1} {}", "<html>", "{\"output\":\"x", "{\"output\":<html>}", "{\"output\":[1}}", "{\"output\"}",
        "{\"output\":[1,2}", "{\"output\":}", "{\"a\":1 \"output\":2}", "{\"output\":1 /* no end }", "{\"output\":12<html>}",
        "{\"output\":{\"a\":1}, <b>502</b>}", "null", "{\"output\":{\"a\":\"\\"})
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
