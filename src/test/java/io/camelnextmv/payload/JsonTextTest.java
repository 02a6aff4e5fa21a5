package io.camelnextmv.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.UnreadableAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @TempDir
    private Path folder;

    private byte[] written(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("answer.json"), json);
        JsonText.write(file, "log", folder.resolve("log.txt"));
        return Files.readAllBytes(folder.resolve("log.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "ü中😀", "a \"quoted\" \\ text / \b\f\n\r\t\u0001\u2028", "\\u0041", "\\\\\""})
    void aTextIsWrittenAsAParserReadsIt(String text) throws IOException {
        String json = new ObjectMapper().writeValueAsString(Map.of("log", text));

        assertThat(new String(written(json), StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void escapesOfAnyKindAreCharacters() throws IOException {
        assertThat(new String(written("{\"a\":[{\"log\":\"no\"}],\"log\" : \"\\u00fC\\ud83D\\uDe00\\/\\ud83dx\\udc00\"}"),
                StandardCharsets.UTF_8)).isEqualTo("ü😀/?x?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\\ud83d\\ud83d\\ude00|?😀", "\\ud83d\\ud83d\\ud83d\\ude00x|??😀x", "\\ud83d\\u0041|?A",
        "\\ud83d\\t\\ude00|?\t?", "\\ud83d\\uDBFF\\ud83d\\ud83d\\ude00!|???😀!", "\\ude00\\ud83d|??", "\\ud83d\\ud83d|??", "\\ud83d\\u00fc\\ude00|?ü?",
        "\\ud83d\\ud83d\\u0041\\ud83d\\ude00|??A😀", "\\ud83d\\u2028|?\u2028", "\\uD83D\\uDE00\\uDE00|😀?", "\\ud83d\\\\ude00|?\\ude00"})
    void halfOfAPairTakesNothingFromWhatComesBehindIt(String escaped, String text) throws IOException {
        assertThat(new String(written("{\"log\":\"" + escaped + "\"}"), StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"log\":null}", "{\"log\":{\"log\":\"x\"}}", "{\"other\":\"log\"}"})
    void whereThereIsNoSuchTextTheFileIsEmpty(String json) throws IOException {
        assertThat(written(json)).isEmpty();
    }

    @Test
    void howDeepIsWhatStandsBesideItDoesNotMatter() throws IOException {
        String deep = "{\"a\":[".repeat(4_000) + "]}".repeat(4_000);

        assertThat(new String(written("{\"x\":" + deep + ",\"log\":\"text\",\"y\":" + deep + "}"), StandardCharsets.UTF_8))
                .isEqualTo("text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"log\":\"half", "{\"log\":\"x\"", "{\"log\":\"x\"}{", "<html>", "{\"log\":\"\\x\"}"})
    void halfAnAnswerOrAnotherOneIsNone(String json) {
        assertThatThrownBy(() -> written(json)).isInstanceOf(UnreadableAnswer.class);
    }
}
