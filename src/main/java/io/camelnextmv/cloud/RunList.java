package io.camelnextmv.cloud;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A page of an application's runs, or of the account's queue.
 *
 * @param runs          the rows, newest first
 * @param nextPageToken names the page of older ones; empty on the last page
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunList(@JsonDeserialize(using = RunList.Rows.class) List<Row> runs, Optional<String> nextPageToken) {
    /** How many runs the service lists on a page. */
    public static final int LIMIT = 50;

    /** Of a page or a queue: as many as one account has at a time, and what the heap takes. */
    private static final int MOST = 20_000;

    /** Reads them; a row that names no run says nothing. */
    static final class Rows extends BoundedRows<Row> {
        private static final long serialVersionUID = 1L;

        Rows() {
            super(Row.class, row -> RunAccepted.isRunId(row.id()), MOST);
        }
    }

    /** A list without runs is no list. An empty token is none. */
    public RunList {
        if (runs == null) {
            throw new UnreadableAnswer("the run list carries no runs");
        }
        nextPageToken = nextPageToken == null ? Optional.empty() : nextPageToken.filter(token -> !token.isEmpty());
        // A row that names no run says nothing: an id becomes part of addresses and of file names.
        runs = runs.stream().filter(row -> row != null && RunAccepted.isRunId(row.id())).toList();
    }

    /**
     * A run in the list.
     *
     * @param id           its id
     * @param description  its description, where our runs carry their ticket's mark
     * @param createdAt    when it was created, by the service's clock
     * @param experimentId the experiment that it is a part of; empty for none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Row(String id, Optional<String> description, Optional<Instant> createdAt,
            Optional<String> experimentId) {
        /** Absent is empty. */
        public Row {
            id = id == null ? "" : id;
            description = description == null ? Optional.empty() : description;
            createdAt = createdAt == null ? Optional.empty() : createdAt;
            experimentId = experimentId == null ? Optional.empty() : experimentId.filter(text -> !text.isBlank());
        }

        /**
         * Whether this is the run that carries a mark, and not its shadow: the service makes copies of runs for the
         * experiments of an instance, with all that was said of the run.
         *
         * @param mark       the text that its description must hold
         * @param experiment the experiment that the run was to be attached to
         * @return whether it is
         */
        public boolean is(String mark, Optional<String> experiment) {
            return description.filter(text -> text.contains(mark)).isPresent()
                    && (experimentId.isEmpty() || experimentId.equals(experiment));
        }
    }

    /**
     * @param runs the rows of a list that has one page
     * @return the list
     */
    public static RunList of(List<Row> runs) {
        return new RunList(runs, Optional.empty());
    }

    /** @return a list of no runs */
    public static RunList empty() {
        return of(List.of());
    }

    /**
     * The run that carries a mark.
     *
     * @param mark       the text that its description must hold
     * @param experiment the experiment that it was to be attached to; empty for none
     * @return its row
     */
    public Optional<Row> marked(String mark, Optional<String> experiment) {
        return runs.stream().filter(row -> row.is(mark, experiment)).findFirst();
    }
}
