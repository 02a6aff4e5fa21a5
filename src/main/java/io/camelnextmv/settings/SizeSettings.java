package io.camelnextmv.settings;

import io.camelnextmv.cloud.Limits;
import io.camelnextmv.payload.Tarball;

/**
 * The section "How large inputs and outputs may be".
 *
 * @param limits   how much is sent and taken
 * @param archives how much an archive may hold that is unpacked here
 */
public record SizeSettings(Limits limits, Tarball archives) {
    static SizeSettings of(SettingReader values) {
        long input = values.bytes("nextmv.limit.input");
        long unpacked = values.bytes("nextmv.limit.unpacked");
        // Where only the earlier name is given, nextmv.limit.output has its value: what is wrong is told by its own name.
        values.bytes("nextmv.download.max-bytes");
        return new SizeSettings(new Limits(input, values.bytes("nextmv.limit.output"), unpacked),
                new Tarball(values.number("nextmv.archive.max-entries", 1, Integer.MAX_VALUE),
                        values.bytes("nextmv.archive.max-bytes")));
    }
}
