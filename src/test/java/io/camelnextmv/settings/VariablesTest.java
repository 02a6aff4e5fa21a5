package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
    @ParameterizedTest
    @CsvSource({"NEXTMV_OPTIONS_DURATION,nextmv.options.duration",
        "NEXTMV_OPTIONS_SOLVE__DURATION,nextmv.options.solve.duration",
        "NEXTMV_OPTIONS_VEHICLES_MAX,nextmv.options.vehicles_max",
        "NEXTMV_INBOXES_ROUTING_APPLICATION_ID,nextmv.inboxes.routing.application-id",
        "NEXTMV_INBOXES_ROUTING_QUEUING_WHEN_BUSY,nextmv.inboxes.routing.queuing.when-busy",
        "NEXTMV_INBOXES_ROUTING_FOLDER,nextmv.inboxes.routing.folder",
        "NEXTMV_INBOXES_ROUTING_OUTBOX_FOLDER,nextmv.inboxes.routing.outbox.folder",
        "NEXTMV_INBOXES_NIGHT_SHIFT_NAME,nextmv.inboxes.night-shift.name",
        "NEXTMV_INBOXES_NIGHT_SHIFT_OPTIONS_SOLVE__A_B,nextmv.inboxes.night-shift.options.solve.a_b"})
    void namesThatNoTableHoldsCanBeGivenInTheEnvironmentToo(String variable, String key) {
        assertThat(Variables.settings(Map.of(variable, "v"), List.of("routing", "night-shift"))).isEqualTo(Map.of(key, "v"));
        assertThat(Variables.of(key)).isEqualTo(variable);
    }

    @Test
    void whatNamesNoSettingGivesNone() {
        assertThat(Variables.settings(Map.of("NEXTMV_OPTIONS_", "v", "NEXTMV_INBOXES_DAY_NAME", "v",
                "NEXTMV_INBOXES_ROUTING_NAMES", "v", "NEXTMV_INBOXES", "routing", "OTHER_OPTIONS_A", "v"),
                List.of("routing"))).isEmpty();
    }

    @Test
    void whatCouldBeTwoInboxesIsRefused() {
        assertThatThrownBy(() -> Variables.settings(Map.of("NEXTMV_INBOXES_A_OPTIONS_NAME", "v"),
                List.of("a", "a-options"))).isInstanceOf(BadSetting.class)
                .hasMessageContaining("nextmv.inboxes.a-options.name").hasMessageContaining("nextmv.inboxes.a.options.name");
    }

    @Test
    void aVariableThatSetsNothingIsTold() {
        assertThat(new KnownSettings().strangers(Set.of("NEXTMV_OPTIONS_A", "NEXTMV_OPTIONS_B", "NEXTMV_APIKEY",
                "NEXTMV_API_KEY", "NEXTMV_INBOXES_X_NAME", "NEXTMV_PROFILE", "HOME"),
                List.of("nextmv.options.a", "nextmv.inboxes.x.name"))).hasSize(2)
                .anyMatch(line -> line.startsWith("NEXTMV_APIKEY is set") && line.endsWith("NEXTMV_API_KEY"))
                .anyMatch(line -> line.startsWith("NEXTMV_OPTIONS_B is set"));
    }
}
