package io.camelnextmv.settings;

import io.camelnextmv.ticket.RunSpec;
import java.util.Collection;

/**
 * The section "What a run is started with".
 *
 * @param spec what runs are started with, where neither an inbox nor an input says otherwise
 */
public record RunSettings(RunSpec spec) {
    static RunSettings of(SettingReader values, Collection<String> names) {
        return new RunSettings(RunSpecs.checked(RunSpecs.of(values, names)));
    }
}
