package io.camelnextmv.page;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.camelnextmv.ticket.ConsolePages;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import io.camelnextmv.ticket.TicketName;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An input on its way, as small as it can be: there may be many thousands.
 *
 * @param ticket      its ticket
 * @param file        its name
 * @param step        what is to be done next with it
 * @param runId       its run, as far as it is known
 * @param console     the run's page
 * @param status      the run's status, as the last check has shown it
 * @param since       since when it waits: of its run, since that was submitted
 * @param nextLook    when its run is looked at next
 * @param deadline    until when its run is waited for
 * @param checks      how often its run was looked at
 * @param application the application
 * @param account     the inbox whose account it is run with
 */
@JsonInclude(Include.NON_ABSENT)
record InFlightRow(String ticket, String file, Step step, Optional<String> runId, Optional<String> console,
        Optional<String> status, Instant since, Optional<Instant> nextLook, Optional<Instant> deadline, int checks,
        String application, Optional<String> account) {

    /** What is to be done next, in the words of the command {@code status}. */
    enum Step {
        TO_BE_SUBMITTED, SUBMITTING, WAITING, DELIVERING;

        static Step of(State state) {
            return switch (state) {
                case CLAIMED -> TO_BE_SUBMITTED;
                case SUBMITTING -> SUBMITTING;
                case SUBMITTED -> WAITING;
                case ENDED, DELIVERED -> DELIVERING;
            };
        }

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static InFlightRow of(Ticket ticket, ConsolePages pages) {
        return new InFlightRow(ticket.id().text(), Shown.name(ticket.file()), Step.of(ticket.state()), ticket.runId(),
                pages.of(ticket).filter(InFlightRow::isLink), ticket.ending().map(Ending::status).map(Shown::name),
                ticket.submittedAt().orElse(ticket.claimedAt()), Optional.empty(), ticket.deadline(), 0,
                ticket.applicationId(), ticket.plan().account());
    }

    /** The settings say where the console is; whatever they say, the page links to nothing else. */
    static boolean isLink(String address) {
        return address.startsWith("https://") || address.startsWith("http://");
    }

    @JsonIgnore
    TicketName name() {
        return new TicketName(ticket);
    }

    boolean isStill(Ticket other) {
        return step == Step.of(other.state()) && runId.equals(other.runId()) && deadline.equals(other.deadline());
    }

    InFlightRow with(Progress progress) {
        return step != Step.WAITING ? this : new InFlightRow(ticket, file, step, runId, console,
                progress.status().map(Shown::name), since, progress.nextCheck(), deadline, progress.polls(), application,
                account);
    }

    /** @param lower a part of something in it, in small letters */
    boolean has(String lower) {
        return Stream.concat(Stream.of(file, ticket, step.words(), application),
                Stream.of(runId, status, account).flatMap(Optional::stream))
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(lower));
    }
}
