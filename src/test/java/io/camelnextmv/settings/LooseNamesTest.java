package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A setting is the same however a framework lets it be written; what is somebody else's name stays. */
class LooseNamesTest {
    private final LooseNames names = new LooseNames();

    @Test
    void everySettingIsFoundInCamelCaseWithUnderscoresAndInCapitals() {
        Set<String> all = new HashSet<>(new KnownSettings().names());
        all.removeIf(name -> !name.startsWith("nextmv."));
        NamedInbox.keys().forEach(key -> all.add("nextmv.inboxes.night-shift." + key));

        assertThat(all).hasSizeGreaterThan(50).allSatisfy(name -> {
            String inbox = name.startsWith("nextmv.inboxes.night-shift.") ? "nextmv.inboxes.night-shift." : "";
            String own = name.substring(inbox.length());
            assertThat(names.strict(name)).isEqualTo(name);
            assertThat(names.strict(inbox + own.replace("-", "_"))).isEqualTo(name);
            assertThat(names.strict(inbox + own.replace("-", ""))).isEqualTo(name);
            assertThat(names.strict(inbox + own.toUpperCase(Locale.ROOT))).isEqualTo(name);
        });
    }

    @ParameterizedTest
    @CsvSource({"nextmv.options.maxThreads,nextmv.options.maxThreads", "nextmv.options.a.b-c_d,nextmv.options.a.b-c_d",
        "nextmv.options[a/b.c],nextmv.options.a/b.c", "Nextmv.Options.x,nextmv.options.x",
        "nextmv.inboxes.night.options.maxThreads,nextmv.inboxes.night.options.maxThreads",
        "nextmv.inboxes.night.options[a/b],nextmv.inboxes.night.options.a/b", "nextmv.optionsx,nextmv.optionsx",
        "nextmv.pol.delay,nextmv.pol.delay", "nextmv.inboxes.night.aplicationId,nextmv.inboxes.night.aplicationId"})
    void namesOfOptionsAndWhatIsNoSettingStayAsTheyAre(String written, String name) {
        assertThat(names.strict(written)).isEqualTo(name);
    }
}
