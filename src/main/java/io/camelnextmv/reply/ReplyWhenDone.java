package io.camelnextmv.reply;

import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.AsyncProcessorSupport;

/** Holds an exchange, and no thread, until there is an answer for it. */
public final class ReplyWhenDone extends AsyncProcessorSupport {
    private final PendingReplies replies;
    private final Function<Ticket, Path> kept;
    private final Executor threads;

    /**
     * @param replies who waits for what
     * @param kept    where the answer of an archived ticket is
     * @param threads where the caller's own steps go on: they must not hold up deliveries
     */
    public ReplyWhenDone(PendingReplies replies, Function<Ticket, Path> kept, Executor threads) {
        this.replies = replies;
        this.kept = kept;
        this.threads = threads;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        TicketName id = new TicketName(exchange.getProperty(Slots.TICKET, String.class));
        exchange.getMessage().setHeader(NextmvHeaders.TICKET, id.text());
        replies.answer(id).whenCompleteAsync((ticket, nothing) -> {
            try {
                if (nothing == null) {
                    put(ticket, exchange);
                } else {
                    exchange.setException(nothing instanceof CompletionException e ? e.getCause() : nothing);
                }
                RunWithoutOutput without = exchange.getException(RunWithoutOutput.class);
                if (without != null) {
                    exchange.getMessage().setHeader(NextmvHeaders.STATUS, without.status());
                }
            } catch (RuntimeException e) {
                exchange.setException(e);
            } finally {
                callback.done(false);
            }
        }, threads);
        return false;
    }

    private void put(Ticket ticket, Exchange exchange) {
        Message message = exchange.getMessage();
        Optional<Ending> ending = ticket.ending();
        message.setHeader(NextmvHeaders.STATUS, ending.map(Ending::status).orElse("submitted"));
        message.removeHeader(NextmvHeaders.RUN_ID);
        ticket.runId().ifPresent(run -> message.setHeader(NextmvHeaders.RUN_ID, run));
        if (ending.isEmpty()) {
            message.setBody(ticket.runId().orElseThrow());
        } else if (ending.get().destination() == Destination.OUTPUT) {
            // Whatever letters the caller's exchange writes in: an output is UTF-8.
            message.setHeader(Exchange.CHARSET_NAME, StandardCharsets.UTF_8.name());
            message.setBody(kept.apply(ticket).toFile());
        } else {
            Optional<Path> report = Optional.of(ticket).filter(done -> done.state() == Ticket.State.DELIVERED).map(kept);
            exchange.setException(new RunWithoutOutput(ticket.id().text(), ending.get().status(), ticket.runId(),
                    ticket.runId().map(run -> "run " + run).orElse("no run") + " (ticket " + ticket.id() + "), "
                            + ending.get().status() + ": " + ending.get().error() + " " + ending.get().whatToDo(),
                    report));
        }
    }
}
