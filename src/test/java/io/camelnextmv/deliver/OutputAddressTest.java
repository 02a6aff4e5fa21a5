package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The address of an output is found whatever the application has written into the answer that carries it. */
class OutputAddressTest {
    private static final ObjectMapper MAPPER = CloudAnswers.lenient(new ObjectMapper());
    private static final String URL = "https://storage/out?X-Sig=a%2Fb&X-Name=1";
    private static final String OUTPUT = "\"output\":{\"url\":\"" + URL + "\"}";
    private static final int MANY = 5 * 1024 * 1024;

    static Stream<Arguments> manyBytes() {
        return Stream.of(arguments("a list", "[" + "0.125,".repeat(MANY / 6) + "1]"),
                arguments("objects", "[" + "{\"gap\":NaN,\"url\":\"x\"},".repeat(MANY / 22) + "{}]"),
                arguments("many fields", "{" + "\"url\":{\"output\":1},".repeat(MANY / 20) + "\"a\":1}"),
                arguments("a text", "\"" + "text ".repeat(MANY / 5) + "\""),
                arguments("texts", "[" + "\"why? because\",".repeat(MANY / 15) + "\"\"]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manyBytes")
    void itIsFoundBeforeAndBehindMebibytesOfMetrics(String what, String metrics) {
        assertThat(of("{\"metadata\":{\"metrics\":" + metrics + "}," + OUTPUT + "}").text()).contains(URL);
        assertThat(of("{" + OUTPUT + ",\"metadata\":{\"statistics\":" + metrics + "}}").text()).contains(URL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{%s,\"metadata\":{\"gap\":oops}}", "{%s,\"metadata\":{", "{%s} and more", "{%s"})
    void whatCannotBeReadBehindItTakesNothingAway(String answer) {
        assertThat(of(answer.formatted(OUTPUT)).text()).contains(URL);
    }

    @Test
    void aLineThatBreaksBehindItTakesNothingAwayAndOneBeforeItIsAFault() {
        assertThat(OutputAddress.of(breaking("{" + OUTPUT + ",\"metadata\":{"), MAPPER).text()).contains(URL);
        assertThatThrownBy(() -> OutputAddress.of(breaking("{\"metadata\":{},\"output\":{\"url\":\"https://sto"), MAPPER))
                .isInstanceOf(Fault.class).hasMessageContaining("broke off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"output\":null}", "{\"output\":{\"href\":\"https://storage/out\"}}",
        "{\"output\":{\"url\":7}}", "{\"output\":{\"url\":\"ftp://x/y\"}}", "{\"x\":{\"output\":{\"url\":\"https://x/y\"}}}",
        "{\"output\":[{\"url\":\"https://x/y\"}]}", "{\"url\":\"https://x/y\"}"})
    void whereThereIsNoneThatIsSaid(String answer) {
        OutputAddress address = of(answer);

        assertThat(address.text()).isEmpty();
        assertThat(address.isWhole()).isTrue();
        assertThat(address.why()).isEqualTo("the result carries no address of its output");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "\"text\"", "{\"output\":{\"url\":\"https://x/y", "{\"metadata\":{}} {}"})
    void whatIsNoJsonObjectIsSaidToBeNone(String answer) {
        OutputAddress address = of(answer);

        assertThat(address.text()).isEmpty();
        assertThat(address.isWhole()).isFalse();
        assertThat(address.why()).contains("not the JSON that was expected").doesNotContain("no address");
    }

    @Test
    void whatIsBeyondALimitIsSaidToBe() {
        OutputAddress address = of("{\"metrics\":" + "7".repeat(2_000_000) + "," + OUTPUT + "}");

        assertThat(address.text()).isEmpty();
        assertThat(address.isWhole()).isFalse();
        assertThat(address.why()).contains("1000000").doesNotContain("no address");
    }

    @Test
    void whatIsShownIsTheAnswerWithoutWhatWouldOpenAnAddress() throws IOException {
        String answer = "{\"a\":\"ö?x\",\"output\":{\"href\":\"https://x/y?X-Sig=secret?more\"}, \"b\": \"z?q r\"}";

        assertThat(shown(of(answer))).isEqualTo(
                "{\"a\":\"ö?…\",\"output\":{\"href\":\"https://x/y?…\"}, \"b\": \"z?… r\"}");
    }

    @Test
    void ofALongOneItsBeginningAndItsEndAreShown() throws IOException {
        String shown = shown(of("{\"first\":1,\"metrics\":[" + "0,".repeat(MANY) + "0],\"output\":{\"href\":\"https://x/y?secret\"}}"));

        assertThat(shown).startsWith("{\"first\":1,").endsWith("0],\"output\":{\"href\":\"https://x/y?…\"}}")
                .containsPattern("\\d+ bytes are left out").hasSizeLessThan(1024 * 1024).doesNotContain("secret");
    }

    private static OutputAddress of(String answer) {
        return OutputAddress.of(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)), MAPPER);
    }

    private static String shown(OutputAddress address) throws IOException {
        return new String(address.shown().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static InputStream breaking(String begin) {
        return new SequenceInputStream(new ByteArrayInputStream(begin.getBytes(StandardCharsets.UTF_8)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the line is cut");
            }
        });
    }
}
