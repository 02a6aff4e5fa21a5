package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortTextsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ShortTexts of(String json, int most) {
        return new ShortTexts(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"a\": \"b\\\"\\\\\", \"\\u00fc😀\" : [1.50, \"\"]}", "{\"half\": \"an ans", "<html class=\"x\">",
        "{\"a\":\"exactly as long as it may be, that is 64 bytes in all, I think..\"}"})
    void whatIsShortPassesAsItIs(String json) throws IOException {
        try (ShortTexts texts = of(json, 70)) {
            assertThat(new String(texts.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(json);
            assertThat(texts.hasCut()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ü", "中", "😀", "\\n", "\\\"", "\\\\", "\\u00fc", "\\ud83d\\ude00"})
    void aLongTextIsCutBetweenCharactersAndEscapesWhereverTheCutFalls(String unit) throws IOException {
        for (int most = 64; most < 80; most++) {
            ShortTexts texts = of("{\"first\":\"a" + unit.repeat(5000) + "z\",\"second\":\"" + unit + "\"}", most);

            JsonNode read = JSON.readTree(texts);

            assertThat(texts.hasCut()).isTrue();
            assertThat(read.path("first").asText()).startsWith("a").endsWith("z").contains("bytes are left out here")
                    .hasSizeLessThan(most + 60);
            assertThat(read.path("second").asText()).isEqualTo(JSON.readTree("\"" + unit + "\"").asText());
        }
    }

    @Test
    void bytesThatAreNoCharactersDoNotHideTheEndOfAText() throws IOException {
        byte[] json = "{\"a\":\"x?\",\"b\":1}".getBytes(StandardCharsets.ISO_8859_1);
        json[7] = (byte) 0xe2;

        assertThat(new ShortTexts(new ByteArrayInputStream(json), 64).readAllBytes()).isEqualTo(json);
    }

    @Test
    void itIsTheSameHoweverFewBytesComeAtOnce() throws IOException {
        String json = "{\"a\":\"" + "ü".repeat(500) + "\"}";
        FilterInputStream drops = new FilterInputStream(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, Math.min(1, length));
            }
        };

        assertThat(new ShortTexts(drops, 100).readAllBytes()).isEqualTo(of(json, 100).readAllBytes());
    }
}
