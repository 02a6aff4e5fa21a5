package io.camelnextmv.page;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An input that came back, as its report tells.
 *
 * @param ticket   its ticket
 * @param file     its name in the inbox
 * @param runId    its run, if there was one
 * @param console  the run's page
 * @param status   what became of it
 * @param error    what happened
 * @param whatToDo what to do about it
 * @param at       when that was known
 * @param report   where its report lies
 */
@JsonInclude(Include.NON_ABSENT)
record ErrorRow(String ticket, String file, Optional<String> runId, Optional<String> console, String status, String error,
        String whatToDo, Instant at, @JsonIgnore Path report) {

    boolean has(String lower) {
        return Stream.concat(Stream.of(file, ticket, status, error, whatToDo), runId.stream())
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(lower));
    }
}
