package io.camelnextmv.settings;

import io.camelnextmv.payload.Tarball;
import io.camelnextmv.ticket.RunSpec;
import java.util.Collection;

/**
 * The section "What a run is started with".
 *
 * @param spec     what runs are started with, where neither an inbox nor an input says otherwise
 * @param archives how much an archive may hold
 */
public record RunSettings(RunSpec spec, Tarball archives) {
    static RunSettings of(SettingReader values, Collection<String> names) {
        return new RunSettings(RunSpecs.checked(RunSpecs.of(values, names)),
                new Tarball(values.number("nextmv.archive.max-entries", 1, Integer.MAX_VALUE),
                        values.number("nextmv.archive.max-bytes", 1L, Long.MAX_VALUE)));
    }
}
