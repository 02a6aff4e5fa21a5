package io.camelnextmv.await;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.BoundedRows;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.LenientFields;
import io.camelnextmv.cloud.PageTokens;
import io.camelnextmv.cloud.UnreadableAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pages of the account's queue, one after the other, as far as they are worth reading. */
final class QueuePages {
    /** The most rows of a page, and of all pages, when one has been added: at some 200 bytes each in the heap. */
    private static final int MOST = 250_000;
    private static final int MOST_PAGES = 100;
    /** Of an id and a status, in characters: theirs are shorter, and what is longer is not kept. */
    private static final int LONGEST = 200;
    private static final String ACTIVE = "active";
    private final CloudAnswers answers;
    private Map<String, String> gathered = new HashMap<>();
    private Optional<String> next = Optional.empty();
    private PageTokens tokens = new PageTokens(MOST_PAGES);
    private boolean more;
    private boolean whole;

    /** @param mapper reads the queue */
    QueuePages(ObjectMapper mapper) {
        this.answers = new CloudAnswers(mapper);
    }

    /** A page as it was answered. */
    record Page(@JsonDeserialize(using = Rows.class) List<Row> runs, Optional<String> nextPageToken) {
    }

    /** Reads the rows; one that names no run says nothing. */
    static final class Rows extends BoundedRows<Row> {
        private static final long serialVersionUID = 1L;

        Rows() {
            super(Row.class, row -> !row.id().isEmpty(), MOST);
        }

        /** By hand: a queue of 100,000 is read several times a minute. */
        @Override
        protected Row row(JsonParser parser, DeserializationContext context) throws IOException {
            String id = "";
            String status = "";
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case "id" -> id = LenientFields.text(parser);
                    case "status_v2" -> status = LenientFields.text(parser);
                    default -> parser.skipChildren();
                }
            }
            return new Row(id, status);
        }
    }

    /**
     * A run of the queue. Thousands have the same status, which is kept once.
     *
     * @param id     empty where it says nothing
     * @param status as the service calls it
     */
    record Row(String id, String status) {
        Row {
            id = id.length() > LONGEST ? "" : id;
            status = shared(status);
        }

        private static String shared(String status) {
            return switch (status) {
                case "queued" -> "queued";
                case "running" -> "running";
                default -> status.isEmpty() || status.length() > LONGEST ? ACTIVE : status;
            };
        }
    }

    /** From the first page on. */
    void begin() {
        gathered = new HashMap<>();
        next = Optional.empty();
        tokens = new PageTokens(MOST_PAGES);
        more = true;
    }

    /** There is no page any more that is to be asked for. */
    void end() {
        more = false;
    }

    boolean hasMore() {
        return more;
    }

    /** Whether the queue had no more pages than those that were added. */
    boolean isWhole() {
        return whole;
    }

    /** The path of the next page. */
    ApiPath path() {
        return ApiPath.QUEUE.page(next);
    }

    /**
     * Reads a page. Needs nothing of the pages before it.
     *
     * @throws IOException      if the connection breaks
     * @throws UnreadableAnswer if it is something else
     */
    Page read(InputStream answer) throws IOException {
        Page page = answers.read(answer == null ? InputStream.nullInputStream() : answer, Page.class);
        if (page.runs() == null) {
            throw new UnreadableAnswer("the account's queue carries no runs");
        }
        return page;
    }

    /**
     * Adds a page. What is not on the pages that are read is only asked for by itself: more pages than these cost more than
     * they save.
     *
     * @return the statuses of all runs on the pages that were added, by their ids; empty while there are more pages
     */
    Optional<Map<String, String>> add(Page page) {
        page.runs().forEach(row -> gathered.putIfAbsent(row.id(), row.status()));
        Optional<String> told = page.nextPageToken() == null ? Optional.empty() : page.nextPageToken();
        next = tokens.after(told);
        whole = told.filter(token -> !token.isBlank()).isEmpty();
        more = next.isPresent() && gathered.size() < MOST;
        if (more) {
            return Optional.empty();
        }
        Map<String, String> all = Collections.unmodifiableMap(gathered);
        // Not twice in memory until the next look.
        gathered = new HashMap<>();
        return Optional.of(all);
    }
}
