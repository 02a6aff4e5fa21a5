package io.camelnextmv.ticket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run that took place elsewhere, and is to be known to the service: the input is a folder that holds its files.
 *
 * @param status            {@code succeeded} or {@code failed}
 * @param executionDuration how long it took, in ms
 * @param input             the name of the file that it was given
 * @param output            the name of the file that it gave
 * @param error             the name of the file with what it said when it failed
 * @param errorMessage      why it failed
 * @param metrics           the name of the file with its metrics
 * @param assets            the name of the file with its assets
 */
public record Tracked(String status, long executionDuration, String input, Optional<String> output,
        Optional<String> error, Optional<String> errorMessage, Optional<String> metrics, Optional<String> assets) {
    /** Absent is empty: a ticket of an earlier version knows less. */
    public Tracked {
        metrics = metrics == null ? Optional.empty() : metrics;
        assets = assets == null ? Optional.empty() : assets;
    }

    /** @return the names of its files, the input first */
    public List<String> files() {
        List<String> files = new ArrayList<>(List.of(input));
        output.ifPresent(files::add);
        error.ifPresent(files::add);
        metrics.ifPresent(files::add);
        assets.ifPresent(files::add);
        return files;
    }
}
