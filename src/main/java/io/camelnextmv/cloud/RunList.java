package io.camelnextmv.cloud;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * The newest runs of an application, or the account's queue.
 *
 * @param runs the rows, newest first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunList(List<Row> runs) {
    /** How many runs the service lists at most. */
    public static final int LIMIT = 50;

    /** A list without runs is no list. */
    public RunList {
        if (runs == null) {
            throw new UnreadableAnswer("the run list carries no runs");
        }
        // A row that names no run says nothing: an id becomes part of addresses and of file names.
        runs = runs.stream().filter(row -> row != null && RunAccepted.isRunId(row.id())).toList();
    }

    /**
     * A run in the list.
     *
     * @param id          its id
     * @param description its description, where our runs carry their ticket's mark
     * @param createdAt   when it was created, by the service's clock
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Row(String id, Optional<String> description, Optional<Instant> createdAt) {
        @JsonCreator
        static Row of(@JsonProperty("id") String id, @JsonProperty("description") String description,
                @JsonProperty("created_at") String createdAt) {
            return new Row(id, Optional.ofNullable(description), time(createdAt));
        }

        /** One row that cannot be read must not hide the others. */
        private static Optional<Instant> time(String text) {
            try {
                return text == null ? Optional.empty() : Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }

        /** Absent is empty. */
        public Row {
            id = id == null ? "" : id;
            description = description == null ? Optional.empty() : description;
            createdAt = createdAt == null ? Optional.empty() : createdAt;
        }
    }

    /** @return a list of no runs */
    public static RunList empty() {
        return new RunList(List.of());
    }

    /**
     * The run that carries a mark.
     *
     * @param mark the text that its description must hold
     * @return its row
     */
    public Optional<Row> marked(String mark) {
        return runs.stream().filter(row -> row.description().filter(text -> text.contains(mark)).isPresent())
                .findFirst();
    }
}
