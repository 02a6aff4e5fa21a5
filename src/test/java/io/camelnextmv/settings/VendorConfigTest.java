package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorConfigTest {
    @TempDir
    private Path home;

    private Map<String, String> values(String yaml, Map<String, String> environment) throws IOException {
        Files.createDirectories(home.resolve(".nextmv"));
        Files.writeString(home.resolve(".nextmv").resolve("config.yaml"), yaml);
        return new VendorConfig(home, environment).values();
    }

    @Test
    void withoutAFileThereIsNothing() {
        assertThat(new VendorConfig(home, Map.of()).values()).isEmpty();
    }

    @Test
    void theKeyAndTheEndpointAreTaken() throws IOException {
        assertThat(values("apikey: k1\nendpoint: api.example.com\n", Map.of()))
                .isEqualTo(Map.of("nextmv.api-key", "k1", "nextmv.url", "https://api.example.com"));
        assertThat(values("apikey: k1\nendpoint: http://127.0.0.1:8089\n", Map.of()))
                .containsEntry("nextmv.url", "http://127.0.0.1:8089");
    }

    @Test
    void theProfileOfTheEnvironmentIsTaken() throws IOException {
        assertThat(values("apikey: k1\nstaging:\n  apikey: k2\n", Map.of("NEXTMV_PROFILE", "staging")))
                .isEqualTo(Map.of("nextmv.api-key", "k2"));
    }

    @Test
    void aProfileThatThereIsNotIsABadSetting() {
        assertThatThrownBy(() -> values("apikey: k1\n", Map.of("NEXTMV_PROFILE", "staging")))
                .isInstanceOf(BadSetting.class).hasMessageContaining("staging");
    }

    @Test
    void aFileThatIsNoYamlIsABadSettingThatDoesNotTellItsContent() {
        assertThatThrownBy(() -> values("apikey: [secret", Map.of())).isInstanceOf(BadSetting.class)
                .hasMessageContaining("config.yaml").hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "DEFAULT", " Default ", "", "  "})
    void theDefaultProfileIsTheTopOfTheFile(String name) throws IOException {
        assertThat(values("apikey: k1\ndefault:\n  apikey: k2\n", Map.of("NEXTMV_PROFILE", name)))
                .isEqualTo(Map.of("nextmv.api-key", "k1"));
    }

    @ParameterizedTest
    @CsvSource({"api.example.com,https://api.example.com", "https://api.example.com/,https://api.example.com",
        "HTTP://127.0.0.1:8089,http://127.0.0.1:8089", "httpbin.example.com,https://httpbin.example.com",
        "api.example.com:8443/base/,https://api.example.com:8443/base", "' api.example.com ',https://api.example.com"})
    void theEndpointIsAHostOrAnAddressWhoeverNamesIt(String text, String address) throws IOException {
        assertThat(values("apikey: k1\nendpoint: '" + text + "'\n", Map.of())).containsEntry("nextmv.url", address);
        assertThat(new VendorConfig(home, Map.of("NEXTMV_ENDPOINT", text)).endpoint()).contains(address);
    }

    @Test
    void aBlankEndpointOfTheEnvironmentIsNone() {
        assertThat(new VendorConfig(home, Map.of("NEXTMV_ENDPOINT", " ")).endpoint()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:geheim@example.com", "https://geheim@example.com", "a b", "ftp://example.com",
        "{{nextmv.api-key}}", "example.com?x=1", "://"})
    void whatIsNoEndpointStopsTheStartWithTheNameOfTheVariable(String text) {
        assertThatThrownBy(() -> new VendorConfig(home, Map.of("NEXTMV_ENDPOINT", text)).endpoint())
                .isInstanceOf(BadSetting.class).hasMessageContaining("NEXTMV_ENDPOINT").hasMessageNotContaining("geheim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging:\n  endpoint: a.example.com\n", "staging:\n  apikey: ''\n", "staging:\n  apikey: [k]\n",
        "staging: k1\n", "staging:\n", "Staging:\n  apikey: k1\n", "apikey: k1\n", ""})
    void aProfileThatIsNotThereOrHasNoKeyStopsTheStartWithItsName(String yaml) {
        assertThatThrownBy(() -> values(yaml, Map.of("NEXTMV_PROFILE", "staging"))).isInstanceOf(BadSetting.class)
                .hasMessageContaining("staging").hasMessageContaining("config.yaml").hasMessageNotContaining("k1");
    }

    @Test
    void aProfileIsMissedWhereThereIsNoFileAtAll() {
        assertThatThrownBy(() -> new VendorConfig(home, Map.of("NEXTMV_PROFILE", "staging")).values())
                .isInstanceOf(BadSetting.class).hasMessageContaining("staging");
    }

    @ParameterizedTest
    @CsvSource({"'auth_type: pkce',''", "'staging:\n  auth_type: PKCE',staging"})
    void aLoginByBrowserIsToldPlainly(String yaml, String profile) {
        assertThatThrownBy(() -> values(yaml.replace("\\n", "\n"), Map.of("NEXTMV_PROFILE", profile)))
                .isInstanceOf(BadSetting.class).hasMessageContaining("login by browser").hasMessageContaining("no API key");
    }

    @Test
    void aKeyIsTakenHoweverOneLogsInElse() throws IOException {
        assertThat(values("apikey: k1\nauth_type: pkce\n", Map.of())).isEqualTo(Map.of("nextmv.api-key", "k1"));
    }
}
