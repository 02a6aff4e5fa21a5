package io.camelnextmv.ticket;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the waiting is: for the operator who looks, and for the next start. Losing it costs a check, nothing else,
 * so it lies beside the ticket and is written without waiting for the disk.
 *
 * @param polls        how often the run was checked, with an answer
 * @param status       the status that the last answer gave
 * @param checkedAt    when that was
 * @param nextCheck    when the next check is due
 * @param unknownSince since when every answer was that the service does not know the run; empty while it does
 */
public record Progress(int polls, Optional<String> status, Optional<Instant> checkedAt, Optional<Instant> nextCheck,
        Optional<Instant> unknownSince) {
    /** Nothing asked yet. */
    public static final Progress NONE = new Progress(0, Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());

    /** A file may hold anything: absent is empty, and less than nothing is none. */
    public Progress {
        polls = Math.max(0, polls);
        status = status == null ? Optional.empty() : status;
        checkedAt = checkedAt == null ? Optional.empty() : checkedAt;
        nextCheck = nextCheck == null ? Optional.empty() : nextCheck;
        unknownSince = unknownSince == null ? Optional.empty() : unknownSince;
    }

    /**
     * @param written what was written down of the same run
     * @return whether that still tells nearly the same: of the same status, and two thirds of the checks at least
     */
    public boolean isLittleMoreThan(Progress written) {
        return isTheSameAs(written) && (polls - written.polls) * 2L < written.polls;
    }

    /**
     * @param written what was written down of the same run
     * @param time    a time
     * @return whether that tells the same status, and was checked no longer before this
     */
    public boolean isSoonAfter(Progress written, Duration time) {
        return isTheSameAs(written) && written.checkedAt.flatMap(before -> checkedAt.filter(now -> !now.isBefore(before)
                && now.isBefore(before.plus(time)))).isPresent();
    }

    private boolean isTheSameAs(Progress written) {
        return status.equals(written.status) && unknownSince.equals(written.unknownSince) && polls >= written.polls;
    }
}
