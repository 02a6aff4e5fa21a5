package io.camelnextmv.reply;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/**
 * Who waits for a ticket. It is known in memory only: after a restart nobody waits any more, and the ticket's answer
 * goes to the folders.
 */
public final class PendingReplies {
    private record Pending(boolean wantsOutput, CompletableFuture<Ticket> answer) {
    }

    private final TicketStore tickets;
    private final Map<TicketName, Pending> replies = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** @param tickets the tickets */
    public PendingReplies(TicketStore tickets) {
        this.tickets = tickets;
    }

    /**
     * Somebody is about to wait for the id of a run.
     *
     * @param id the ticket's name
     */
    public void expectRun(@ExchangeProperty(Slots.TICKET) TicketName id) {
        expect(id, new Pending(false, new CompletableFuture<>()));
    }

    /**
     * Somebody is about to wait for the output of a run.
     *
     * @param id the ticket's name
     */
    public void expectOutput(@ExchangeProperty(Slots.TICKET) TicketName id) {
        expect(id, new Pending(true, new CompletableFuture<>()));
    }

    private void expect(TicketName id, Pending pending) {
        replies.put(id, pending);
        if (stopping) {
            letGo(id, pending);
        }
    }

    /** Completed when the ticket is where it was waited for; with a {@link RunWithoutOutput} when nothing will come. */
    CompletableFuture<Ticket> answer(TicketName id) {
        return replies.get(id).answer().whenComplete((ticket, nothing) -> replies.remove(id));
    }

    /**
     * @param id the ticket's name
     * @return whether its answer is not sent, but kept: somebody waits for it here, or will ask for it
     */
    public boolean wantOutput(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return Optional.ofNullable(replies.get(id)).filter(pending -> pending.wantsOutput() && !pending.answer().isDone())
                .isPresent() || tickets.read(id).plan().received().flatMap(MessageOrigin::kept).orElse(false);
    }

    /**
     * The ticket has a run, or has ended without one.
     *
     * @param id its name
     */
    public void submitted(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Optional.ofNullable(replies.get(id)).filter(pending -> !pending.wantsOutput())
                .ifPresent(pending -> pending.answer().complete(tickets.read(id)));
    }

    /**
     * The ticket's answer is where it belongs.
     *
     * @param ticket the ticket, archived
     */
    public void delivered(@Body Ticket ticket) {
        Optional.ofNullable(replies.get(ticket.id())).ifPresent(pending -> pending.answer().complete(ticket));
    }

    /**
     * The ticket is no longer in our hands.
     *
     * @param id its name
     */
    public void gone(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Optional.ofNullable(replies.get(id)).ifPresent(pending -> pending.answer().completeExceptionally(
                new RunWithoutOutput(id.text(), RunWithoutOutput.GONE, Optional.empty(), "ticket " + id
                        + " was taken away while its run was waited for", Optional.empty())));
    }

    /** At a stop nobody is kept waiting. */
    public void letGo() {
        stopping = true;
        replies.forEach(PendingReplies::letGo);
    }

    private static void letGo(TicketName id, Pending pending) {
        pending.answer().completeExceptionally(new RunWithoutOutput(id.text(), RunWithoutOutput.STOPPED, Optional.empty(),
                "the process stops; ticket " + id + " goes on at the next start, and its answer goes to the folders",
                Optional.empty()));
    }
}
