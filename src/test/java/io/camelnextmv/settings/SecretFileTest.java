package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every secret may lie in a file. */
class SecretFileTest {
    @TempDir
    private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("secret"), content);
    }

    @ParameterizedTest
    @CsvSource(value = {"'s3cret'|s3cret", "'s3cret\n'|s3cret", "'s3cret\r\n'|s3cret", "'s3cret\n\n'|'s3cret\n'",
        "' s3cret '|' s3cret '"}, delimiter = '|')
    void oneLineBreakAtTheEndIsNoPartOfIt(String content, String secret) throws IOException {
        assertThat(SecretFile.read("nextmv.x-file", file(content))).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextmv.api-key", "nextmv.webhook.secret", "nextmv.http.proxy"})
    void whatIsGivenTwiceStopsTheStart(String key) throws IOException {
        SettingReader values = new SettingReader(Map.of(key, "a", key + "-file", file("b").toString())::get);

        assertThatThrownBy(() -> values.secret(key, key + "-file")).isInstanceOf(BadSetting.class)
                .hasMessageContaining(key + " is given twice");
    }

    @Test
    void nothingOfItIsSaid() throws IOException {
        KeySource key = KeySource.of(new SettingReader(Map.of("nextmv.api-key-file", file("k3y").toString())::get),
                "nextmv.", Optional.empty()).orElseThrow();

        assertThat(key.value()).isEqualTo("k3y");
        assertThat(key.toString()).doesNotContain("k3y");
        assertThatThrownBy(() -> SecretFile.read("nextmv.x-file", file("  "))).isInstanceOf(BadSetting.class)
                .hasMessageContaining("nextmv.x-file").hasMessageContaining("is empty");
    }

    /** Half written, it is none; the start of a key may well be one, and is read again when it is refused. */
    @Test
    void aKeyIsReadAgainAndWhatIsNoneIsNotTaken() throws IOException {
        KeySource key = KeySource.of(new SettingReader(Map.of("nextmv.api-key-file", file("old").toString())::get),
                "nextmv.", Optional.empty()).orElseThrow();

        file("new\n");
        assertThat(key.readAgain()).contains("new");
        for (String none : new String[] {"", "\n", "a b", "ü", "\uFFFD"}) {
            file(none);
            assertThat(key.readAgain()).as(none).isEmpty();
        }
        Files.delete(folder.resolve("secret"));
        assertThat(key.readAgain()).isEmpty();
    }

    @Test
    void theKeyOfTheVendorsFileIsReadAgainToo() throws IOException {
        Path config = Files.createDirectories(folder.resolve(".nextmv")).resolve("config.yaml");
        Files.writeString(config, "apikey: old\n");
        VendorConfig vendor = new VendorConfig(folder, Map.of());
        KeySource key = KeySource.of(new SettingReader(Map.of("nextmv.api-key", "old")::get), "nextmv.",
                Optional.of(vendor)).orElseThrow();

        Files.writeString(config, "apikey: new\n");

        assertThat(key.setting()).contains("config.yaml");
        assertThat(key.readAgain()).contains("new");
        Files.writeString(config, "apikey: [");
        assertThat(key.readAgain()).isEmpty();
    }
}
