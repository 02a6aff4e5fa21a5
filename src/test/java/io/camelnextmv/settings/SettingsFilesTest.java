package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.CapturedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.apache.camel.spi.PropertiesSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of settings is read as whoever saved it meant it, and no name in it is passed over in silence. */
class SettingsFilesTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void makeConfig() throws IOException {
        file = Files.createDirectory(folder.resolve("config")).resolve("application.properties");
    }

    private PropertiesSource read() {
        return new SettingsFiles(folder, "").source();
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
        for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Files.write(file, "\uFEFFnextmv.api-key = k\r\nnextmv.options.town = Zürich\r\n".getBytes(charset));

            assertThat(read().getProperty("nextmv.api-key")).as(charset.name()).isEqualTo("k");
            assertThat(read().getProperty("nextmv.options.town")).as(charset.name()).isEqualTo("Zürich");
            assertThat(new SettingsFiles(folder, "").text("nextmv.api-key")).isEqualTo("k");
        }
    }

    @Test
    void lettersAreThoseOfUtf8AndOfFilesThatAreOlder() throws IOException {
        for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
            Files.write(file, "nextmv.name = Käse \nnextmv.description = \\u00fc\n".getBytes(charset));

            assertThat(read().getProperty("nextmv.name")).as(charset.name()).isEqualTo("Käse");
            assertThat(read().getProperty("nextmv.description")).isEqualTo("ü");
        }
    }

    @Test
    void whatIsNoTextIsRefusedWithALine() throws IOException {
        Files.write(file, "nextmv.api-key = k\n".getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(this::read).isInstanceOf(BadSetting.class).hasMessageContaining("application.properties")
                .hasMessageContaining("save it as UTF-8");
        Files.writeString(file, "# " + "x".repeat(2_000_000));
        assertThatThrownBy(this::read).isInstanceOf(BadSetting.class).hasMessageContaining("too large");
        Files.writeString(file, "nextmv.name = \\u00g1\n");
        assertThatThrownBy(this::read).isInstanceOf(BadSetting.class).hasMessageContaining("application.properties");
    }

    @ParameterizedTest
    @CsvSource({"Nextmv.api-key,nextmv.api-key", "NEXTMV_API_KEY,nextmv.api-key", "nexmtv.api-key,nextmv.api-key",
        "api-key,nextmv.api-key", "poll.delay,nextmv.poll.delay", "nextmv_api-key,nextmv.api-key",
        "\u00a0nextmv.api-key,nextmv.api-key", "\u200bnextmv.poll.delay,nextmv.poll.delay",
        "\uFEFF\uFEFFnextmv.url,nextmv.url", "nextmv.apikey,nextmv.api-key", "netxmv.home,nextmv.home"})
    void aNameThatCanOnlyBeOneOfOursMisspeltStopsTheStart(String name, String nearest) throws IOException {
        Files.writeString(file, "# settings\n" + name + " = x\n");

        assertThatThrownBy(this::read).isInstanceOf(BadSetting.class).hasMessageContaining("is not a setting")
                .hasMessageEndingWith("the nearest one is " + nearest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my.depot", "next.batch", "warehouse", "nextcloud.url"})
    void anotherNameIsToldOfAndCanBeUsedInRoutes(String name) throws IOException {
        Files.writeString(file, name + " = 7\nnextmv.api-key = k\ncamel.main.name = x\n");
        try (CapturedLog log = CapturedLog.open()) {
            assertThat(read().getProperty(name)).isEqualTo("7");

            assertThat(log.lines()).filteredOn(line -> line.contains("no settings of the gateway: " + name + ". "))
                    .hasSize(1);
        }
    }

    @Test
    void theFirstFileThatNamesASettingWinsAndTheOrderOfAFileIsKept() throws IOException {
        Files.writeString(file.resolveSibling("application-own.properties"),
                "nextmv.name = profile\ncamel.beans.z = #class:Z\ncamel.beans.z.a = 1\ncamel.beans.b = #class:B\n");
        Files.writeString(file, "nextmv.name = file\nnextmv.description = file\n");

        LoadablePropertiesSource read = (LoadablePropertiesSource) new SettingsFiles(folder, "own").source();

        assertThat(read.getProperty("nextmv.name")).isEqualTo("profile");
        assertThat(read.getProperty("nextmv.description")).isEqualTo("file");
        assertThat(read.getProperty("nextmv.poll.delay")).as("the default").isEqualTo("1s");
        Properties beans = read.loadProperties(name -> name.startsWith("camel.beans."));
        assertThat(beans.stringPropertyNames()).containsExactly("camel.beans.z", "camel.beans.z.a", "camel.beans.b");
    }

    @Test
    void aBlankVariableIsUnsetWhereTheVendorsToolsKnowItToo() {
        Properties none = new Properties();

        for (String key : List.of("nextmv.api-key", "nextmv.url", "nextmv.api-key-file")) {
            assertThat(SettingsFiles.given(key, none, Map.of(Variables.of(key), "  "))).isEmpty();
            assertThat(SettingsFiles.given(key, none, Map.of(Variables.of(key), "x"))).contains("x");
        }
        assertThat(SettingsFiles.given("nextmv.instance-id", none, Map.of("NEXTMV_INSTANCE_ID", ""))).contains("");
    }

    @ParameterizedTest
    @CsvSource({"https://api.cloud.nextmv.io,env.example.com,https://env.example.com",
        "https://api.cloud.nextmv.io,'',https://profile.example.com", "https://mine.example.com,env.example.com,"})
    void theEndpointIsTheExplicitOneOrTheEnvironmentsOrTheProfiles(String explicit, String variable, String taken)
            throws IOException {
        Files.writeString(file, "nextmv.url = " + explicit + "\n");
        Path vendor = Files.createDirectories(folder.resolve(".nextmv")).resolve("config.yaml");
        Files.writeString(vendor, "apikey: k1\nendpoint: profile.example.com\n");
        SettingsFiles files = new SettingsFiles(folder, "");
        VendorConfig config = new VendorConfig(folder, Map.of("NEXTMV_ENDPOINT", variable));

        assertThat(files.withVendor(config, false)).containsEntry("nextmv.api-key", "k1");
        assertThat(files.withVendor(config, false).get("nextmv.url")).isEqualTo(taken);
        assertThat(files.withVendor(config, true)).as("the profile is not asked where there is a key")
                .doesNotContainKey("nextmv.api-key").doesNotContainValue("https://profile.example.com");
    }

    @Test
    void theBrokersPasswordMayLieInAFile() throws IOException {
        Path secret = Files.writeString(folder.resolve("password"), "geheim1234\r\n");
        Map<String, String> named = Map.of("nextmv.jms.password-file", secret.toString());

        assertThat(new SettingsFiles(folder, "").secretsInFiles(named))
                .isEqualTo(Map.of("nextmv.jms.password", "geheim1234"));
        assertThat(new SettingsFiles(folder, "").secretsInFiles(Map.of())).isEmpty();
        Files.writeString(file, "nextmv.jms.password = other\n");
        assertThatThrownBy(() -> new SettingsFiles(folder, "").secretsInFiles(named)).isInstanceOf(BadSetting.class)
                .hasMessageContaining("nextmv.jms.password is given twice");
    }
}
