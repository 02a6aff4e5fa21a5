package io.camelnextmv.ticket;

import java.time.Duration;
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
    /** A file may hold anything: what lacks a part is no cancellation. */
    public Cancellation {
        if (reason == null || requestedAt == null) {
            throw new IllegalArgumentException("it lacks a reason or a time");
        }
        answeredAt = answeredAt == null ? Optional.empty() : answeredAt;
        answer = answer == null ? Optional.empty() : answer;
    }

    /** Who wants it. */
    public enum Reason {
        /** Somebody asked for it. */
        REQUEST,
        /** The run is past its deadline, or its checks are used up. */
        TIMEOUT
    }

    /** For so long the service may leave a cancellation without an answer before the run is gone on with as it is. */
    private static final Duration UNANSWERED = Duration.ofMinutes(15);

    /**
     * @param now the time
     * @return whether it was asked for long ago, and has had no answer
     */
    public boolean isUnanswered(Instant now) {
        return answeredAt.isEmpty() && !now.isBefore(requestedAt.plus(UNANSWERED));
    }

    public static Cancellation requested(Reason reason, Instant now) {
        return new Cancellation(reason, now, Optional.empty(), Optional.empty());
    }

    public Cancellation answered(Instant now, Optional<String> refusal) {
        return new Cancellation(reason, requestedAt, Optional.of(now), refusal);
    }
}
