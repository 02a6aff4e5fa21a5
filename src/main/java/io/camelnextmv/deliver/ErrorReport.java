package io.camelnextmv.deliver;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * @param status        {@code failed}, {@code canceled}, {@code timed_out}, {@code gone}, {@code rejected}, {@code given_up},
 *                      {@code in_doubt}, {@code bad_output}, {@code too_large} or {@code stuck}; more may be added
 * @param error         what happened, a sentence
 * @param whatToDo      what to do about it, a sentence
 * @param submittedAt   when the run was submitted
 * @param endedAt       when it was known to have ended
 * @param polls         how often the run was checked
 * @param consoleUrl    the run's page in the console
 * @param answer        the service's own words, where it refused the input
 * @param partialOutput where the output is that the run has left though it failed, a sentence
 * @param errorLog      the run's {@code error_log}, as it is
 * @param logs          the end of the run's log; the whole of it is in the archive
 * @param account       the inbox whose account the run belongs to, where it has one of its own
 */
record ErrorReport(String file, String ticket, String applicationId, Optional<String> instanceId,
        Optional<String> runId, String status, String error, String whatToDo, Optional<Instant> submittedAt,
        Instant endedAt, int polls, Optional<String> consoleUrl,
        @JsonInclude(Include.NON_ABSENT) Optional<String> answer,
        @JsonInclude(Include.NON_ABSENT) Optional<String> partialOutput,
        @JsonInclude(Include.NON_ABSENT) Optional<JsonNode> errorLog,
        @JsonInclude(Include.NON_ABSENT) Optional<String> logs,
        @JsonInclude(Include.NON_ABSENT) Optional<String> account) {
    private static final int SHORT = 2000;

    /** The same with as much of the logs, and of the run's and the service's words, as there is room for. */
    ErrorReport within(int characters, ObjectMapper mapper) throws JsonProcessingException {
        ErrorReport report = this;
        if (over(report, characters, mapper) > 0) {
            int over = over(report, characters, mapper);
            report = with(answer, errorLog, logs.map(all -> end(all, all.length() - over)));
        }
        if (over(report, characters, mapper) > 0) {
            report = with(answer, errorLog, Optional.empty());
        }
        if (over(report, characters, mapper) > 0) {
            report = with(answer.map(words -> words.substring(0, Math.min(words.length(), SHORT))), Optional.empty(),
                    Optional.empty());
        }
        return report;
    }

    private static int over(ErrorReport report, int characters, ObjectMapper mapper) throws JsonProcessingException {
        return mapper.writeValueAsBytes(report).length - characters;
    }

    private static String end(String all, int length) {
        return length <= 0 ? "" : "…" + all.substring(all.length() - length);
    }

    private ErrorReport with(Optional<String> words, Optional<JsonNode> itsLog, Optional<String> itsLogs) {
        return new ErrorReport(file, ticket, applicationId, instanceId, runId, status, error, whatToDo, submittedAt,
                endedAt, polls, consoleUrl, words, partialOutput, itsLog, itsLogs, account);
    }

    static ErrorReport of(Ticket ticket, Ending ending, Optional<String> page, Optional<String> partialOutput,
            Optional<JsonNode> errorLog,
            Optional<String> logs) {
        return new ErrorReport(ticket.file(), ticket.id().text(), ticket.applicationId(), ticket.instanceId(),
                ticket.runId(), ending.status(), ending.error(), ending.whatToDo(), ticket.submittedAt(),
                ending.endedAt(), ending.polls(),
                page, ending.answer(), partialOutput, errorLog, logs, ticket.plan().account());
    }
}
