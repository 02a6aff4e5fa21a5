package io.camelnextmv.ticket;

import java.time.Instant;
import java.util.Optional;

/**
 * That a ticket's run shall be canceled: {@code cancel.json} beside the ticket, so that it outlives the process that
 * was asked. A file of its own, because whoever asks is not the one who writes the ticket.
 *
 * @param reason      who wants it
 * @param requestedAt when it was asked for
 * @param answeredAt  when the service answered, empty while the run has not been canceled
 * @param answer      what it said, where it refused
 */
public record Cancellation(Reason reason, Instant requestedAt, Optional<Instant> answeredAt, Optional<String> answer) {
    /** Who wants it. */
    public enum Reason {
        /** Somebody asked for it. */
        REQUEST,
        /** The run is past its deadline, or its checks are used up. */
        TIMEOUT
    }

    static Cancellation requested(Reason reason, Instant now) {
        return new Cancellation(reason, now, Optional.empty(), Optional.empty());
    }

    Cancellation answered(Instant now, Optional<String> refusal) {
        return new Cancellation(reason, requestedAt, Optional.of(now), refusal);
    }
}
