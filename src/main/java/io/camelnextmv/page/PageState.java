package io.camelnextmv.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.camelnextmv.pickup.InboxCount;
import io.camelnextmv.retention.Kept;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the page is told, as JSON.
 *
 * @param gateway   which gateway this is
 * @param accounts  whether requests get through, of each account
 * @param notes     what else an operator should know, a sentence each
 * @param limits    how much of the accounts' limits is used, a sentence each
 * @param kept      how much is kept in archive and outboxes; empty before it was counted
 * @param inbox     what lies in the inboxes
 * @param onTheWay  what is on its way
 * @param delivered what was delivered
 * @param errors    what came back
 * @param minutes   what was delivered in each of the last minutes
 * @param control   what is needed to cancel and retry; empty where that is not allowed
 */
@JsonInclude(Include.NON_ABSENT)
record PageState(Gateway gateway, List<Way> accounts, List<String> notes, List<String> limits, Optional<Kept> kept,
        InboxCount inbox, OnTheWay onTheWay, Delivered delivered, Errors errors, List<Minutes.Point> minutes,
        Optional<String> control) {

    /**
     * @param name        its name
     * @param version     its version
     * @param application the application
     * @param startedAt   since when it runs
     */
    record Gateway(String name, String version, String application, Instant startedAt) {
    }

    /**
     * @param account whose
     * @param through whether requests get through
     * @param since   since when, or when the last one did; empty where none was sent yet
     * @param last    when the last one did; empty where none has since the start
     * @param reason  why they do not
     * @param nextTry when it is tried again
     */
    @JsonInclude(Include.NON_ABSENT)
    record Way(String account, boolean through, Optional<Instant> since, Optional<Instant> last, Optional<String> reason,
            Optional<Instant> nextTry) {
    }

    /**
     * @param count    how many
     * @param steps    how many are at each step
     * @param statuses how many runs have each status, of those that wait for one
     * @param matching how many match the filter
     * @param rows     the first of them
     */
    record OnTheWay(int count, Map<String, Long> steps, Map<String, Long> statuses, int matching, List<InFlightRow> rows) {
    }

    /**
     * @param count how many since the start
     * @param rows  the last of them that match the filter
     */
    record Delivered(long count, List<DeliveredRow> rows) {
    }

    /**
     * @param count how many reports lie in the folders of errors
     * @param rows  the last of them that match the filter
     */
    record Errors(int count, List<ErrorRow> rows) {
    }
}
