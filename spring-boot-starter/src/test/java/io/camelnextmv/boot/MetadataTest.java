package io.camelnextmv.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.settings.KnownSettings;
import io.camelnextmv.settings.SettingsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.convert.DurationStyle;

/** What editors know of the settings is what there is. */
class MetadataTest {
    private static final Properties DEFAULTS = SettingsFiles.defaults();

    private static JsonNode metadata() throws IOException {
        try (InputStream in = MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static Map<String, JsonNode> properties() throws IOException {
        Map<String, JsonNode> properties = new TreeMap<>();
        metadata().path("properties").forEach(one -> assertThat(properties.put(one.path("name").asText(), one)).isNull());
        return properties;
    }

    @Test
    void everySettingIsInItAndNothingElse() throws Exception {
        Set<String> known = new KnownSettings().names().stream().filter(name -> name.startsWith("nextmv."))
                .collect(Collectors.toSet());

        assertThat(known).hasSizeGreaterThan(50);
        assertThat(properties().keySet()).filteredOn(name -> !name.equals("nextmv.options"))
                .containsExactlyInAnyOrderElementsOf(known);
        assertThat(properties()).containsKey("nextmv.options");
    }

    @Test
    void eachHasADescriptionOfItsOwnAndItsDefault() throws Exception {
        for (JsonNode one : properties().values()) {
            String name = one.path("name").asText();
            assertThat(one.path("description").asText()).as(name).isNotBlank().doesNotContain("----").doesNotContain("#")
                    .doesNotContain("\n");
            // In an application of somebody else's the page comes only if it is asked for. And 5 is 5.0 where it is a factor.
            assertThat(one.path("defaultValue").asText().replaceFirst("[.]0$", "")).as(name)
                    .isEqualTo(name.equals("nextmv.page.enabled") ? "false" : DEFAULTS.getProperty(name, ""));
        }
        assertThat(properties().values()).extracting(one -> one.path("description").asText()).doesNotHaveDuplicates();
        assertThat(properties().get("nextmv.batch-experiment-id").path("description").asText())
                .isEqualTo("The batch experiment that the runs are attached to.");
        assertThat(properties().get("nextmv.name").path("description").asText())
                .isEqualTo("The run's name; {file} is the input's name.");
    }

    @ParameterizedTest
    @CsvSource({"nextmv.poll.max-delay,java.time.Duration", "nextmv.poll.multiplier,java.lang.Double",
        "nextmv.queuing.priority,java.lang.Integer", "nextmv.queuing.disabled,java.lang.Boolean",
        "nextmv.webhook.enabled,java.lang.Boolean", "nextmv.webhook.port,java.lang.Integer",
        "nextmv.archive.max-entries,java.lang.Integer", "nextmv.limit.input,java.lang.String", "nextmv.home,java.lang.String",
        "nextmv.poll.via,java.lang.String", "nextmv.sandbox.run-time,java.time.Duration",
        "nextmv.sandbox.port,java.lang.Integer", "nextmv.api-key,java.lang.String"})
    void itsTypeIsThatOfTheValuesThatItTakes(String name, String type) throws Exception {
        assertThat(properties().get(name).path("type").asText()).isEqualTo(type);
    }

    @Test
    void whatIsADurationSpringBootReadsAsTheSameDuration() throws Exception {
        assertThat(properties().values()).filteredOn(one -> one.path("type").asText().equals(Duration.class.getName()))
                .hasSizeGreaterThan(10).allSatisfy(one -> assertThat(
                        DurationStyle.detectAndParse(one.path("defaultValue").asText())).isNotNull());
    }

    @Test
    void ofSomeSettingsItNamesTheValues() throws Exception {
        JsonNode hints = metadata().path("hints");

        assertThat(hints).anySatisfy(hint -> {
            assertThat(hint.path("name").asText()).isEqualTo("nextmv.deliver.logs");
            assertThat(hint.path("values")).extracting(value -> value.path("value").asText())
                    .containsExactly("never", "on-error", "always");
        });
    }
}
