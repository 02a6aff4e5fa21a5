package io.camelnextmv.reply;

import io.camelnextmv.api.PublicApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What somebody who waits for an output, or for a run's id, gets instead. */
@PublicApi
public final class RunWithoutOutput extends Exception {
    private static final long serialVersionUID = 1L;
    /** The process stops: the ticket goes on at its next start, and its answer goes to the folders. */
    public static final String STOPPED = "stopped";
    /** The ticket is no longer in our hands. */
    public static final String GONE = "gone";

    private final String ticket;
    private final String status;
    private final transient Optional<String> runId;
    private final transient Optional<Path> report;

    RunWithoutOutput(String ticket, String status, Optional<String> runId, String message, Optional<Path> report) {
        super(message);
        this.ticket = ticket;
        this.status = status;
        this.runId = runId;
        this.report = report;
    }

    /** @return the ticket's name */
    public String ticket() {
        return ticket;
    }

    /**
     * @return {@code failed}, {@code canceled}, {@code timed_out}, {@code rejected}, {@code given_up}, {@code in_doubt} or
     *         {@code bad_output}, as in the error report; {@link #STOPPED} or {@link #GONE}
     */
    public String status() {
        return status;
    }

    /** @return the run; empty where none is known */
    public Optional<String> runId() {
        return runId == null ? Optional.empty() : runId;
    }

    /** @return the error report, a JSON file that is kept as an output is; empty where there is none */
    public Optional<Path> report() {
        return report == null ? Optional.empty() : report;
    }

    /**
     * What the report says.
     *
     * @return its JSON; empty where there is none
     * @throws IOException if somebody has taken it away, or it cannot be read
     */
    public Optional<String> reportText() throws IOException {
        Optional<Path> file = report();
        return file.isPresent() ? Optional.of(Files.readString(file.get())) : Optional.empty();
    }
}
