package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    private static final String CLOUD = "https://api.cloud.nextmv.io";

    private static Proxies of(String setting, Map<String, String> properties, Map<String, String> environment) {
        return Proxies.of(setting, properties::get, environment::get);
    }

    @Test
    void withoutAnyWordOfAProxyThereIsNone() {
        assertThat(of("", Map.of(), Map.of("HTTPS_PROXY", " ")).words(CLOUD)).isEqualTo("directly, by no proxy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"})
    void theEnvironmentNamesIt(String name) {
        Proxies proxies = of("", Map.of(), Map.of(name, "http://proxy.example:3128", "HTTP_PROXY", "plain.example"));

        assertThat(proxies.words(CLOUD)).isEqualTo("by the proxy http://proxy.example:3128 ("
                + name.toUpperCase(java.util.Locale.ROOT) + ")");
        assertThat(proxies.words("http://api.example")).contains("http://plain.example:80 (HTTP_PROXY)");
    }

    @Test
    void thePropertiesOfTheJvmWinOverTheEnvironmentAndTheSettingOverBoth() {
        Map<String, String> jvm = Map.of("https.proxyHost", "jvm.example", "https.proxyPort", "8080");
        Map<String, String> environment = Map.of("HTTPS_PROXY", "environment.example");

        assertThat(of("", jvm, environment).words(CLOUD)).contains("http://jvm.example:8080 (https.proxyHost)");
        assertThat(of("http://set.example:1", jvm, environment).words(CLOUD)).contains("set.example:1 (nextmv.http.proxy)");
        assertThat(of("none", jvm, environment).words(CLOUD)).contains("directly");
    }

    @ParameterizedTest
    @CsvSource({"https://api.cloud.nextmv.io, true", "https://nextmv.io, true", "https://notnextmv.io, false",
        "https://files.corp, true", "https://corp, true", "https://x.example:8443, true", "https://x.example, false",
        "http://localhost:8089, true", "http://127.0.0.1:8089, true", "http://[::1]:8089, true", "https://10.0.0.1, false"})
    void whatNoProxyNamesAndThisMachineAreAskedDirectly(String url, boolean direct) {
        Proxies proxies = of("", Map.of(), Map.of("HTTPS_PROXY", "p:1", "HTTP_PROXY", "p:1", "NO_PROXY",
                "nextmv.io, .corp,x.example:8443"));

        assertThat(proxies.words(url).contains("directly")).isEqualTo(direct);
        assertThat(of("", Map.of(), Map.of("HTTPS_PROXY", "p:1", "no_proxy", "*")).words(CLOUD)).contains("directly");
    }

    @Test
    void theHostsThatTheJvmAsksDirectlyAreAskedDirectly() {
        Proxies proxies = of("", Map.of("https.proxyHost", "p", "http.nonProxyHosts", "*.nextmv.io|files*"), Map.of());

        assertThat(proxies.words(CLOUD)).contains("directly");
        assertThat(proxies.words("https://files.example")).contains("directly");
        assertThat(proxies.words("https://other.example")).contains("by the proxy");
    }

    @Test
    void aPasswordIsUsedAndNeverSaid() {
        Proxies proxies = of("http://me:p%40ss%3Aw+rd@proxy.example:3128", Map.of(), Map.of());

        assertThat(proxies.words(CLOUD)).doesNotContain("me", "ss").contains("http://proxy.example:3128");
        assertThat(new String(proxies.all().findFirst().orElseThrow().login().orElseThrow().getUserPassword()))
                .isEqualTo("p@ss:w+rd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://me:secret@", "socks5://me:secret@proxy:1080", "http://me:secret@pro xy"})
    void whatIsNoAddressIsRefusedWithoutItsPassword(String address) {
        assertThatThrownBy(() -> of("", Map.of(), Map.of("HTTPS_PROXY", address)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("secret");
    }
}
