package io.camelnextmv.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.settings.BadSetting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Settings as applications write them are settings as we read them. */
class BootSettingsTest {
    private final StandardEnvironment environment = new StandardEnvironment();

    BootSettingsTest() {
        // Whoever runs the test may have set some.
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        ConfigurationPropertySources.attach(environment);
    }

    private void yaml(String text) throws IOException {
        // Under a name of its own: one of the same name would take its place.
        String name = "yaml" + environment.getPropertySources().size();
        new YamlPropertySourceLoader().load(name, new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
                .forEach(environment.getPropertySources()::addLast);
    }

    private void variables(Map<String, Object> variables) {
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
        MutablePropertySources sources = environment.getPropertySources();
        assertThat(sources.contains(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)).isTrue();
    }

    private Map<String, String> all() {
        return new BootSettings(environment).all();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextmv.poll.max-delay", "nextmv.poll.maxDelay", "nextmv.poll.max_delay", 
        "nextmv.poll.MAX-DELAY", "NEXTMV.POLL.MAXDELAY"})
    void aSettingMayBeWrittenInEachWayThatSpringBootKnows(String written) {
        environment.getPropertySources().addLast(new MapPropertySource("given", Map.of(written, "3s")));

        assertThat(all()).containsExactly(Map.entry("nextmv.poll.max-delay", "3s"));
    }

    @Test
    void yamlGivesOptionsAndInboxesWhichAreNamedByWhatTheySay() throws Exception {
        yaml("""
                team: night
                nextmv:
                  api-key: ${team}-key
                  options:
                    duration: 30s
                    solve:
                      maxThreads: 4
                    "[a/b.c]": 1
                  inboxes:
                    routing:
                      applicationId: fleet-routing
                      options:
                        duration: 5s
                    packing: {}
                """);

        assertThat(all()).containsExactlyInAnyOrderEntriesOf(Map.of("nextmv.api-key", "night-key",
                "nextmv.options.duration", "30s", "nextmv.options.solve.maxThreads", "4", "nextmv.options.a/b.c", "1",
                "nextmv.inboxes", "routing", "nextmv.inboxes.routing.application-id", "fleet-routing",
                "nextmv.inboxes.routing.options.duration", "5s"));
    }

    @Test
    void inboxesMayBeAListToo() throws Exception {
        yaml("nextmv:\n  inboxes: [routing, packing]\n");
        assertThat(all()).containsExactly(Map.entry("nextmv.inboxes", "packing,routing"));
    }

    @Test
    void aListOfInboxesReplacesThoseOfTheSourcesBehindItAsAWhole() throws Exception {
        yaml("nextmv:\n  inboxes: [routing]\n");
        yaml("nextmv:\n  inboxes: [packing, pricing, routing]\n");
        assertThat(all()).containsExactly(Map.entry("nextmv.inboxes", "routing"));
    }

    @Test
    void soDoesAListThatIsAText() throws Exception {
        yaml("nextmv:\n  inboxes: night, routing\n");
        yaml("nextmv:\n  inboxes: [packing, pricing]\n");
        assertThat(all()).containsExactly(Map.entry("nextmv.inboxes", "night,routing"));
    }

    @Test
    void soDoesAListBeforeAText() throws Exception {
        yaml("nextmv:\n  inboxes: [routing]\n");
        yaml("nextmv:\n  inboxes: packing, pricing\n");
        assertThat(all()).containsExactly(Map.entry("nextmv.inboxes", "routing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NEXTMV_INBOXES", "NEXTMV_INBOXES_0"})
    void soDoesOneOfTheEnvironment(String variable) throws Exception {
        yaml("nextmv:\n  inboxes: [packing, pricing]\n");
        variables(Map.of(variable, "routing", "NEXTMV_INBOXES_ROUTING_NAME", "x", "NEXTMV_INBOXES_PACKING_NAME", "y"));
        assertThat(all()).containsExactlyInAnyOrderEntriesOf(Map.of("nextmv.inboxes", "routing",
                "nextmv.inboxes.routing.name", "x"));
    }

    @Test
    void aListOfNoneTakesAllOut() throws Exception {
        yaml("nextmv:\n  inboxes: [packing, pricing]\n");
        variables(Map.of("NEXTMV_INBOXES", ""));
        assertThat(all().getOrDefault("nextmv.inboxes", "")).isEmpty();
    }

    @Test
    void aListMayNameWhatAnotherSourceSaysOfAnInbox() throws Exception {
        environment.getPropertySources().addLast(new MapPropertySource("given", Map.of("nextmv.inboxes.routing.name", "x")));
        yaml("team: night\nnextmv:\n  inboxes: ['routing', '${team}']\n");
        assertThat(all()).containsExactlyInAnyOrderEntriesOf(Map.of("nextmv.inboxes", "night,routing",
                "nextmv.inboxes.routing.name", "x"));
    }

    @Test
    void aListThatIsNoneOfNamesIsRefused() throws Exception {
        yaml("nextmv:\n  inboxes:\n    - name: routing\n");

        assertThatThrownBy(this::all).isInstanceOf(BadSetting.class).hasMessageContaining("nextmv.inboxes");
    }

    @Test
    void anInboxThatTheListDoesNotNameIsNotAddedToIt() {
        environment.getPropertySources().addLast(new MapPropertySource("given", Map.of("nextmv.inboxes", "routing",
                "nextmv.inboxes.ruoting.application-id", "fleet-routing")));

        assertThat(all()).containsEntry("nextmv.inboxes", "routing")
                .containsEntry("nextmv.inboxes.ruoting.application-id", "fleet-routing");
    }

    @Test
    void theEnvironmentWinsOverFilesByItsOwnNames() throws Exception {
        yaml("""
                nextmv:
                  api-key: of-the-file
                  options: {duration: 30s, seed: 1}
                  inboxes:
                    routing: {application-id: of-the-file}
                """);
        variables(Map.of("NEXTMV_API_KEY", "of-the-environment", "NEXTMV_OPTIONS_DURATION", "5s",
                "NEXTMV_INBOXES_ROUTING_APPLICATION_ID", "of-the-environment"));

        assertThat(all()).containsExactlyInAnyOrderEntriesOf(Map.of("nextmv.api-key", "of-the-environment",
                "nextmv.options.duration", "5s", "nextmv.options.seed", "1", "nextmv.inboxes", "routing",
                "nextmv.inboxes.routing.application-id", "of-the-environment"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextmv.pol.delay", "nextmv.inboxes.routing.aplication-id", "nextmv.option.duration"})
    void whatIsNoSettingStaysAsItIsWrittenToBeRefused(String written) {
        environment.getPropertySources().addLast(new MapPropertySource("given", Map.of(written, "1")));

        assertThat(all()).containsKey(written);
    }

    @Test
    void anOptionThatIsAListIsRefusedByItsName() throws Exception {
        yaml("nextmv:\n  options:\n    depots: [a, b]\n");

        assertThatThrownBy(this::all).isInstanceOf(BadSetting.class).hasMessageContaining("option depots is a list");
    }
}
