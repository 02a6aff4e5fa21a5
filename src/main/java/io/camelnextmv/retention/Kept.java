package io.camelnextmv.retention;

import java.time.Instant;
import java.util.Optional;

/**
 * How much was there when it was last looked through.
 *
 * @param at      when that look ended
 * @param tickets how many tickets the archive had
 * @param archive how many bytes they had
 * @param oldest  since when the oldest of them is there
 * @param outputs how many outputs the outboxes had
 * @param outbox  how many bytes they had
 * @param ends    how the archive's tickets ended; empty where an earlier version has counted
 */
public record Kept(Instant at, long tickets, long archive, Optional<Instant> oldest, long outputs, long outbox,
        Optional<Ends> ends) {
    /** Absent is empty. */
    public Kept {
        ends = ends == null ? Optional.empty() : ends;
    }
}
