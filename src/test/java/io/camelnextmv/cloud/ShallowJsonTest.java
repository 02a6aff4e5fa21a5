package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is nested too deep becomes an empty text, and all else passes as it is, in whatever pieces it comes. */
class ShallowJsonTest {
    private static final String OPEN = "[".repeat(ShallowJson.DEEPEST);
    private static final String CLOSED = "]".repeat(ShallowJson.DEEPEST);

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "{\"a\":[1,{\"b\":null}]}", "\"[[[{{{\\\"[\\\\\"", "{\"\\\\\":\"\\\"]\",\"ü}\":\"\\u005b\"}", "]]]", "[}",
        "{\"half\":\"of [", "[NaN, oops]"})
    void whatIsShallowPassesAsItIs(String json) throws IOException {
        assertThat(read(json)).isEqualTo(json);
        assertThat(read(OPEN.substring(40) + json)).isEqualTo(OPEN.substring(40) + json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', value = {"[]|\"\"", "{}|\"\"", "1,[2],3|1,\"\",3", "{\"a\":[{}]},[[]]|\"\",\"\"",
        "[\"]\",\"\\\"]\",\"\\\\\"],\"x\"|\"\",\"x\"", "{\"[\":\"{\"}|\"\""})
    void whatIsDeepIsAnEmptyText(String inner, String left) throws IOException {
        assertThat(read(OPEN + inner + CLOSED)).isEqualTo(OPEN + left + CLOSED);
    }

    @Test
    void halfOfWhatIsDeepIsHalfAText() throws IOException {
        assertThat(read(OPEN + "[[1,2")).isEqualTo(OPEN + "\"");
    }

    @Test
    void whetherSomethingWasCutIsKnown() throws IOException {
        ShallowJson deep = new ShallowJson(bytes(OPEN + "[]" + CLOSED));
        ShallowJson shallow = new ShallowJson(bytes(OPEN + CLOSED));
        deep.readAllBytes();
        shallow.readAllBytes();

        assertThat(deep.hasCut()).isTrue();
        assertThat(shallow.hasCut()).isFalse();
    }

    private static InputStream bytes(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    /** In pieces of any size, which all give the same. */
    private static String read(String json) throws IOException {
        String whole = new String(new ShallowJson(bytes(json)).readAllBytes(), StandardCharsets.UTF_8);
        Random random = new Random(json.hashCode());
        for (int most : new int[] {1, 2, 3, 7, 100}) {
            InputStream pieces = new ShallowJson(new InputStream() {
                private final InputStream all = bytes(json);

                @Override
                public int read() throws IOException {
                    return all.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    return all.read(bytes, offset, Math.min(length, 1 + random.nextInt(most)));
                }
            });
            assertThat(new String(pieces.readAllBytes(), StandardCharsets.UTF_8)).as("pieces of at most " + most).isEqualTo(whole);
        }
        return whole;
    }
}
