package io.camelnextmv.deliver;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ticket;
import java.time.Instant;
import java.util.Optional;

/**
 * What lies beside an input that has no output: written for the person who reads it at three in the morning.
 *
 * @param file          the input's name in the inbox
 * @param ticket        the ticket; its folder in the archive keeps the input
 * @param applicationId the application
 * @param instanceId    the instance, null for the application's default one
 * @param runId         the run, null when none was started
 * @param status        {@code failed}, {@code canceled}, {@code timed_out}, {@code rejected} or {@code in_doubt}
 * @param error         what happened, a sentence
 * @param whatToDo      what to do about it, a sentence
 * @param submittedAt   when the run was submitted
 * @param endedAt       when it was known to have ended
 * @param polls         how often the run was asked for
 * @param consoleUrl    the run's page in the console
 * @param answer        the service's own words, where it refused the input
 * @param errorLog      the run's {@code error_log}, as it is
 * @param logs          the end of the run's log; the whole of it is in the archive
 */
record ErrorReport(String file, String ticket, String applicationId, Optional<String> instanceId,
        Optional<String> runId, String status, String error, String whatToDo, Optional<Instant> submittedAt,
        Instant endedAt, int polls, Optional<String> consoleUrl,
        @JsonInclude(Include.NON_ABSENT) Optional<String> answer,
        @JsonInclude(Include.NON_ABSENT) Optional<JsonNode> errorLog,
        @JsonInclude(Include.NON_ABSENT) Optional<String> logs) {
    private static final String CONSOLE = "https://cloud.nextmv.io/app/%s/run/%s?view=details";

    static ErrorReport of(Ticket ticket, Ending ending, Optional<JsonNode> errorLog, Optional<String> logs) {
        return new ErrorReport(ticket.file(), ticket.id(), ticket.applicationId(), ticket.instanceId(),
                ticket.runId(), ending.status(), ending.error(), ending.whatToDo(), ticket.submittedAt(),
                ending.endedAt(), ending.polls(),
                ticket.runId().map(run -> CONSOLE.formatted(ticket.applicationId(), run)),
                ending.answer(), errorLog, logs);
    }
}
