package io.camelnextmv.reply;

import io.camelnextmv.headers.ReplyTo;
import io.camelnextmv.reply.OutcomeMessages.EndpointTable;
import io.camelnextmv.reply.Way.Direction;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.LastUsed;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says where the answer of a ticket goes: where its message asks for, or as the settings say, and as it was not refused. */
final class OutcomeEndpoints {
    private static final int MOST_WAYS = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeEndpoints.class);
    private final EndpointTable table;
    private final Predicate<Ticket> hasOwnFolders;
    /** That is found out again after a restart, or by another gateway. */
    private final Map<TicketName, Way> ways = Collections.synchronizedMap(new LastUsed<>(MOST_WAYS));

    OutcomeEndpoints(EndpointTable table, Predicate<Ticket> hasOwnFolders) {
        this.table = table;
        this.hasOwnFolders = hasOwnFolders;
    }

    Way wayOf(TicketName id) {
        return ways.getOrDefault(id, Way.FIRST);
    }

    /** A try has taught something: the way from here on. */
    Way changed(TicketName id, UnaryOperator<Way> change) {
        Way way = change.apply(wayOf(id));
        ways.put(id, way);
        return way;
    }

    /** Where it was not taken for long, while others were, it is not offered any more: never lost, it goes elsewhere. */
    void giveUp(Ticket ticket, int notTaken) {
        boolean asks = table.replies().isPresent() && replyTo(ticket).isPresent();
        Direction least = notTaken >= (asks ? 2 : 1) ? Direction.FOLDERS : notTaken == 1 ? Direction.NOT_THERE
                : Direction.AS_ASKED;
        if (wayOf(ticket.id()).direction().compareTo(least) < 0) {
            changed(ticket.id(), way -> way.to(least));
            LOG.warn("{}: its answer was not taken for so long, while others were (nextmv.retry.give-up), that {}",
                    ticket.id(), least.words);
        }
    }

    boolean isFolders(String endpoint) {
        return endpoint.equals(table.folders());
    }

    String endpoint(Ticket ticket) {
        if (hasOwnFolders.test(ticket) || wayOf(ticket.id()).direction() == Direction.FOLDERS) {
            return table.folders();
        }
        return asked(ticket).flatMap(asked -> table.replies())
                .orElseGet(() -> table.destinations().get(ending(ticket).destination()));
    }

    /** Where its message wants the answer, if it can be had there. */
    Optional<ReplyTo> asked(Ticket ticket) {
        Direction direction = wayOf(ticket.id()).direction();
        return replyTo(ticket).filter(asked -> table.replies().isPresent()
                && direction.compareTo(Direction.NOT_THERE) < 0).map(ReplyTo::of)
                .map(asked -> direction == Direction.OTHER_KIND ? new ReplyTo(asked.name(), !asked.topic()) : asked);
    }

    static Optional<String> replyTo(Ticket ticket) {
        return ticket.plan().received().flatMap(MessageOrigin::replyTo);
    }

    static Ending ending(Ticket ticket) {
        return ticket.ending()
                .orElseThrow(() -> new IllegalStateException("ticket " + ticket.id() + " has not ended"));
    }
}
