package io.camelnextmv.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * The section "How long things are kept"; what is empty is kept for ever.
 *
 * @param archive     how long a finished ticket is kept in the archive, from its end
 * @param archiveSize how many bytes the archive may have; the oldest tickets go first
 * @param outbox      how long an output is kept in an outbox, from its last change
 * @param known       how long it is known of a message that it was delivered, from when its ticket left the archive
 */
public record RetentionSettings(Optional<Duration> archive, Optional<Long> archiveSize, Optional<Duration> outbox,
        Optional<Duration> known) {
    static RetentionSettings of(SettingReader values) {
        return new RetentionSettings(values.keep("nextmv.archive.keep"),
                values.optional("nextmv.archive.keep-size", values::bytes), values.keep("nextmv.outbox.keep"),
                values.keep("nextmv.archive.keep-known"));
    }
}
