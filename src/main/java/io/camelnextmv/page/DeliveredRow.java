package io.camelnextmv.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.camelnextmv.ticket.ConsolePages;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An input that has its outcome.
 *
 * @param ticket      its ticket
 * @param file        its name
 * @param runId       its run, if there was one
 * @param console     the run's page
 * @param status      what became of it
 * @param destination what kind of place that is
 * @param where       where its outcome is
 * @param at          when it got there
 * @param took        from the pick-up until then, in ms
 */
@JsonInclude(Include.NON_ABSENT)
record DeliveredRow(String ticket, String file, Optional<String> runId, Optional<String> console, String status,
        Destination destination, String where, Instant at, long took) {

    static DeliveredRow of(Ticket ticket, String where, ConsolePages pages, Instant now) {
        return new DeliveredRow(ticket.id().text(), Shown.name(ticket.file()), ticket.runId(),
                pages.of(ticket).filter(InFlightRow::isLink), ticket.ending().map(Ending::status).map(Shown::name).orElse("?"),
                ticket.ending().map(Ending::destination).orElse(Destination.ERROR), Shown.place(where), now,
                Math.max(0, Duration.between(ticket.claimedAt(), now).toMillis()));
    }

    boolean has(String lower) {
        return Stream.concat(Stream.of(file, ticket, status, where), runId.stream())
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(lower));
    }
}
