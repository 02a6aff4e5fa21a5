package io.camelnextmv.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketNamesTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void backToTheMachinesLocale() {
        Locale.setDefault(before);
    }

    /** Some write other digits than those of a ticket's name. */
    @ParameterizedTest
    @ValueSource(strings = {"en-US", "ar-EG", "bn-BD", "fa-IR", "ne-NP", "th-TH-u-nu-thai"})
    void aTicketIsCalledTheSameWhateverLanguageTheMachineSpeaks(String language) {
        Locale.setDefault(Locale.forLanguageTag(language));

        assertThat(TicketNames.ofFile(Instant.parse("2026-11-27T09:12:44Z"), "a1b2", 17)).hasToString(
                "20261127-091244-a1b2-0017");
    }
}
