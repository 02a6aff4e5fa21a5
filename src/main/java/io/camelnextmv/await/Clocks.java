package io.camelnextmv.await;

import java.time.Clock;
import java.time.Instant;

/**
 * The two times by which a run is waited for.
 *
 * @param wall   the time, which may be set
 * @param steady a clock that does not jump, for what is waited in this process
 */
public record Clocks(Clock wall, Clock steady) {
    Instant now() {
        return wall.instant();
    }
}
