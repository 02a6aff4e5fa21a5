package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
