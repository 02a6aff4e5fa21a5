package io.camelnextmv.retention;

import io.camelnextmv.deliver.ReportFiles;
import io.camelnextmv.store.TicketNames;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * How many finished tickets ended how.
 *
 * @param before    those are counted that were taken before this time, and those of messages, whose names do not tell
 * @param succeeded with an output
 * @param failed    came back as errors, whatever the reason
 * @param canceled  canceled
 * @param stuck     of those that failed, how many met an unexpected error
 */
public record Ends(Instant before, long succeeded, long failed, long canceled, long stuck) {
    private static final String CANCELED = "canceled";
    private static final String STUCK = "stuck";

    /**
     * @param before the time of what is counted
     * @return none so far
     */
    public static Ends none(Instant before) {
        return new Ends(before, 0, 0, 0, 0);
    }

    /**
     * @param ticket a finished ticket
     * @return whether it is among these, if it was finished by then; a message's ticket, whose name tells no time, is where a
     *         gateway has counted
     */
    public boolean hasCounted(TicketName ticket) {
        return !before.equals(Instant.MIN) && TicketNames.timeOf(ticket).filter(taken -> !taken.isBefore(before)).isEmpty();
    }

    /**
     * Counts one more. Only the beginning of its report is read, if it has one.
     *
     * @param ticket the folder of a finished ticket
     * @return all of them
     */
    public Ends and(Path ticket) {
        String status = status(ticket.resolve("report.json"));
        boolean none = status.isEmpty();
        boolean back = status.equals(CANCELED);
        return new Ends(before, succeeded + (none ? 1 : 0), failed + (none || back ? 0 : 1), canceled + (back ? 1 : 0),
                stuck + (status.equals(STUCK) ? 1 : 0));
    }

    /** Empty without a report; what is gone meanwhile, or cannot be read, says nothing of all others. */
    private static String status(Path report) {
        try {
            return Files.exists(report) ? ReportFiles.status(report).orElse("unknown") : "";
        } catch (IOException e) {
            return "unknown";
        }
    }
}
