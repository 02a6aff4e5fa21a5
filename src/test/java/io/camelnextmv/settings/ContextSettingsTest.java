package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.CapturedLog;
import io.camelnextmv.ticket.Inbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In an application of somebody else's the environment says what it says to a gateway, and nothing else. */
class ContextSettingsTest {
    @TempDir
    private Path home;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();

    @BeforeEach
    void giveWhatMustBeGiven() {
        given("nextmv.home", home.toString(), "nextmv.api-key", "k", "nextmv.application-id", "demo", "nextmv.inboxes",
                "routing, night-shift");
    }

    @AfterEach
    void closeContext() {
        System.clearProperty("nextmv.options.duration");
        context.stop();
    }

    private void given(String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            properties.addInitialProperty(pairs[i], pairs[i + 1]);
        }
    }

    private Settings read(Map<String, String> environment) {
        ContextSettings.addDefaults(context);
        return ContextSettings.of(context, environment);
    }

    private static Map<String, String> options(Settings settings) {
        return settings.runs().spec().options();
    }

    private static Inbox inbox(Settings settings, String name) {
        return settings.folders().inboxes().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow().inbox();
    }

    @Test
    void optionsAndWhatInboxesSayMayStandInTheEnvironment() {
        given("nextmv.options.seed", "1", "nextmv.options.solve.duration", "1s", "plan.night", "packing");

        Settings settings = read(Map.of("NEXTMV_OPTIONS_DURATION", "30s", "NEXTMV_OPTIONS_SOLVE__DURATION", "5s",
                "NEXTMV_OPTIONS_VEHICLES_MAX", "3", "NEXTMV_INBOXES_ROUTING_OPTIONS_DURATION", "9s",
                "NEXTMV_INBOXES_ROUTING_APPLICATION_ID", "fleet", "NEXTMV_INBOXES_NIGHT_SHIFT_APPLICATION_ID",
                "{{plan.night}}", "NEXTMV_INBOXES_NIGHT_SHIFT_QUEUING_PRIORITY", "2"));

        assertThat(options(settings)).isEqualTo(Map.of("seed", "1", "duration", "30s", "solve.duration", "5s",
                "vehicles_max", "3"));
        assertThat(inbox(settings, "routing").applicationId()).isEqualTo("fleet");
        assertThat(inbox(settings, "routing").spec().options()).containsEntry("duration", "9s").containsEntry("seed", "1");
        assertThat(inbox(settings, "night-shift").applicationId()).isEqualTo("packing");
        assertThat(inbox(settings, "night-shift").spec().priority()).contains(2);
    }

    @Test
    void aVariableIsToldOfOnlyWhereItSetsNothing() {
        try (CapturedLog log = CapturedLog.open()) {
            read(Map.of("NEXTMV_OPTIONS_DURATION", "30s", "NEXTMV_INBOXES_ROUTING_APPLICATION_ID", "fleet",
                    "NEXTMV_INBOXES_ROUTING_OPTIONS_A__B", "1", "NEXTMV_API_KEY", "k", "NEXTMV_INBOXES_DAY_NAME", "x",
                    "NEXTMV_APIKEY", "k"));

            assertThat(log.lines()).filteredOn(line -> line.contains("names no setting")).hasSize(2)
                    .anyMatch(line -> line.contains("NEXTMV_INBOXES_DAY_NAME"))
                    .anyMatch(line -> line.contains("NEXTMV_APIKEY"));
        }
    }

    /** As Spring Boot does it, whose lists may be given one by one. */
    @Test
    void norIsAVariableThatAFrameworkReadsAsOneOfItsList() {
        properties.setPropertiesParser(new DefaultPropertiesParser(properties) {
            @Override
            public String customLookup(String key) {
                return Map.of("nextmv.inboxes[0]", "routing", "nextmv.inboxes[1]", "night-shift").get(key);
            }
        });
        try (CapturedLog log = CapturedLog.open()) {
            read(Map.of("NEXTMV_INBOXES_0", "routing", "NEXTMV_INBOXES_1", "night-shift", "NEXTMV_INBOXES_7", "x"));

            assertThat(log.lines()).filteredOn(line -> line.contains("names no setting")).singleElement()
                    .satisfies(line -> assertThat(line).contains("NEXTMV_INBOXES_7"));
        }
    }

    @Test
    void theEnvironmentWinsOverTheApplicationsPropertiesAndTheCommandLineOverIt() {
        given("nextmv.options.duration", "1s");
        ContextSettings.give(context, Map.of("nextmv.options.depth", "1"));
        Map<String, String> environment = Map.of("NEXTMV_OPTIONS_DURATION", "30s", "NEXTMV_OPTIONS_DEPTH", "2");

        assertThat(options(read(environment))).isEqualTo(Map.of("duration", "30s", "depth", "2"));
        System.setProperty("nextmv.options.duration", "5s");
        assertThat(options(read(environment))).containsEntry("duration", "5s");
    }

    @Test
    void aContextThatAsksTheEnvironmentLastOrNeverIsObeyed() {
        given("nextmv.options.duration", "1s");
        Map<String, String> environment = Map.of("NEXTMV_OPTIONS_DURATION", "30s", "NEXTMV_OPTIONS_DEPTH", "2");

        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
        assertThat(options(read(environment))).isEqualTo(Map.of("duration", "1s", "depth", "2"));
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        assertThat(options(read(environment))).isEqualTo(Map.of("duration", "1s"));
    }

    /** The environment of a process, where Camel asks it too, by fewer rules. */
    @Test
    void anOptionHasTheValueOfItsOwnVariableAlone() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Application.class.getName(),
                home.toString()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("NEXTMV_"));
        builder.environment().putAll(Map.of("NEXTMV_OPTIONS_SOLVE_TIME", "2", "NEXTMV_OPTIONS_VEHICLES_MAX", "3",
                "NEXTMV_INBOXES", "routing", "NEXTMV_INBOXES_ROUTING_OPTIONS_DEPTH", "4", "NEXTMV_APPLICATION_ID", "demo"));
        Process process = builder.start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .doesNotContain("names no setting").contains("depth=4, solve.time=1, solve_time=2, vehicles-max=1, vehicles_max=3}");
    }

    /** Says which options the inputs of the inbox {@code routing} are run with. */
    static final class Application {
        public static void main(String[] home) {
            DefaultCamelContext context = new DefaultCamelContext();
            PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
            Map.of("nextmv.home", home[0], "nextmv.api-key", "k", "nextmv.options.solve.time", "1",
                    "nextmv.options.vehicles-max", "1").forEach(properties::addInitialProperty);
            ContextSettings.addDefaults(context);
            System.out.println(new TreeMap<>(inbox(ContextSettings.of(context), "routing").spec().options()));
            context.stop();
        }
    }

    @Test
    void whatCouldBeTwoInboxesIsRefused() {
        given("nextmv.inboxes", "a,a-options");

        assertThatThrownBy(() -> read(Map.of("NEXTMV_INBOXES_A_OPTIONS_NAME", "v"))).isInstanceOf(BadSetting.class)
                .hasMessageContaining("NEXTMV_INBOXES_A_OPTIONS_NAME could be");
    }
}
