package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.PageTokens;
import io.camelnextmv.cloud.RawPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The rows of a list of runs, page by page: nothing is kept of a page when the next one is read. */
final class RunPages {
    /** 500,000 runs. */
    private static final int MOST_PAGES = 10_000;
    private final ObjectMapper mapper = CloudAnswers.lenient(CloudBeans.json());
    private final Set<String> statuses;
    private final long most;

    /** Gets to see the rows. */
    interface Rows {
        void row(String json, JsonNode row);

        default void pageEnds() {
        }
    }

    /**
     * @param statuses the statuses of runs that are wanted; empty for any
     * @param most     so many rows are wanted
     */
    RunPages(Set<String> statuses, long most) {
        this.statuses = Set.copyOf(statuses);
        this.most = most;
    }

    /**
     * Reads pages until there are enough rows, or no more.
     *
     * @param list where the list is
     * @param get  gets what is at a path
     * @throws NotDone if the list does not end
     */
    void read(ApiPath list, Function<ApiPath, byte[]> get, Rows rows) throws IOException {
        PageTokens tokens = new PageTokens(MOST_PAGES);
        Optional<String> next = Optional.empty();
        long left = most;
        do {
            RawPage page = RawPage.read(get.apply(list.page(next)), mapper);
            left -= read(page, left, rows);
            rows.pageEnds();
            next = left > 0 ? tokens.after(page.next()) : Optional.empty();
        } while (next.isPresent());
        if (tokens.isCut()) {
            throw new NotDone(NotDone.SERVICE, "there is more: the list had not ended after " + MOST_PAGES + " pages");
        }
    }

    private long read(RawPage page, long left, Rows rows) throws IOException {
        long found = 0;
        for (RawPage.Slice slice : page.rows()) {
            JsonNode row = mapper.readTree(page.answer(), slice.start(), slice.size());
            if (found < left && (statuses.isEmpty() || statuses.contains(row.path("status_v2").asText("")))) {
                rows.row(new String(page.answer(), slice.start(), slice.size(), StandardCharsets.UTF_8), row);
                found++;
            }
        }
        return found;
    }
}
