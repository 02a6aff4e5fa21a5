package io.camelnextmv.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonInputTest {
    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("input.json"), bytes);
    }

    private Path file(String text) throws IOException {
        return file(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " {} \n", "{\"a\":[1,{\"b\":null}],\"ü\":\"日本 🚚\"}", "{\"a\":1,\"a\":2}",
        "{\"n\":1e400,\"m\":-0.0}"})
    void oneJsonObjectIsAnInput(String text) throws Exception {
        assertThat(JsonInput.check(file(text))).isEqualTo(
                new JsonInput(0, text.getBytes(StandardCharsets.UTF_8).length));
    }

    @Test
    void aByteOrderMarkIsNoPartOfIt() throws Exception {
        assertThat(JsonInput.check(file("\uFEFF{\"a\":1}"))).isEqualTo(new JsonInput(3, 10));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''          | empty            | true",
        "'   '       | blanks           | true",
        "{           | too early        | true",
        "{\"a\":     | too early        | true",
        "{\"a\":\"x  | too early        | true",
        "[]          | an array         | false",
        "[1          | too early        | true",
        "7           | a bare value     | false",
        "\"text\"    | a bare value     | false",
        "null        | a bare value     | false",
        "{}{}        | more than one    | false",
        "{} x        | not JSON         | false",
        "{'a':1}     | not JSON         | false",
        "{\"a\":1,}  | not JSON         | false",
        "NaN         | not JSON         | false"})
    void everythingElseIsNoneAndSaysWhy(String text, String why, boolean unfinished) throws IOException {
        Path file = file(text);

        assertThatExceptionOfType(NotAnInput.class).isThrownBy(() -> JsonInput.check(file))
                .withMessageContaining(why).withMessageEndingWith(".")
                .satisfies(thrown -> assertThat(thrown.unfinished()).isEqualTo(unfinished));
    }

    @Test
    void otherEncodingsAreNone() throws IOException {
        Path latin = file("{\"a\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1));

        assertThatExceptionOfType(NotAnInput.class).isThrownBy(() -> JsonInput.check(latin))
                .withMessageContaining("UTF-8");
    }

    @Test
    void nestingWithoutAnEndIsNone() throws IOException {
        Path deep = file("{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}");

        assertThatExceptionOfType(NotAnInput.class).isThrownBy(() -> JsonInput.check(deep))
                .withMessageContaining("too deeply nested");
    }

    @Test
    void whatIsTooLongIsRefusedByTheNameOfItsLimit() throws IOException {
        Path key = file("{\"" + "k".repeat(10_000_001) + "\":1}");
        assertThatExceptionOfType(NotAnInput.class).isThrownBy(() -> JsonInput.check(key))
                .withMessageContaining("a key of it has more than 10000000 characters");
        Path number = file("{\"n\":" + "1".repeat(10_000_001) + "}");
        assertThatExceptionOfType(NotAnInput.class).isThrownBy(() -> JsonInput.check(number))
                .withMessageContaining("a number of it has more than 10000000 characters");
    }

    @Test
    void longTextsKeysAndNumbersAreTaken() throws Exception {
        String text = "{\"a\":\"" + "x".repeat(30_000_000) + "\",\"n\":" + "1".repeat(500_000) + ",\"" + "k".repeat(60_000)
                + "\":1}";

        assertThat(JsonInput.check(file(text)).end()).isEqualTo(text.length());
    }
}
