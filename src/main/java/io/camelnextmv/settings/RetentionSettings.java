package io.camelnextmv.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * The section "How long things are kept"; what is empty is kept for ever.
 *
 * @param archive     how long a finished ticket is kept in the archive, from its delivery
 * @param archiveSize how many bytes the archive may have; the oldest tickets go first
 * @param outbox      how long an output is kept in an outbox, from its last change
 * @param known       how long it is known of a message that it was delivered, from when its ticket left the archive
 */
public record RetentionSettings(Optional<Duration> archive, Optional<Long> archiveSize, Optional<Duration> outbox,
        Optional<Duration> known) {
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofDays(36_500);

    static RetentionSettings of(SettingReader values) {
        return new RetentionSettings(keep(values, "nextmv.archive.keep"),
                values.optional("nextmv.archive.keep-size", values::bytes), keep(values, "nextmv.outbox.keep"),
                keep(values, "nextmv.archive.keep-known"));
    }

    private static Optional<Duration> keep(SettingReader values, String key) {
        return values.text(key).map(text -> DurationText.read(text)
                .filter(keep -> keep.compareTo(LEAST) >= 0 && keep.compareTo(MOST) <= 0)
                .orElseThrow(() -> new BadSetting(key + " is \"" + text + "\": it is written 30d, 12h, 90m, at least 1m and at"
                        + " most 36500d; empty for ever")));
    }
}
