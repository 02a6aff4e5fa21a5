package io.camelnextmv.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.deliver.ErrorFolder.Returned;
import io.camelnextmv.deliver.ErrorFolder;
import io.camelnextmv.deliver.Redrive;
import io.camelnextmv.deliver.RedriveTurn;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.steer.CancelAnswer;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What may be done from the page: cancel what is on its way, and retry what came back, by their tickets. */
public final class PageActs {
    private static final Logger LOG = LoggerFactory.getLogger(PageActs.class);
    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int OUR_FAULT = 503;
    private final Predicate<TicketName> onItsWay;
    private final Redrive redrive;
    private final Path control;
    private final ReturnedInputs errors;
    private final ObjectMapper mapper;

    /**
     * What became of it.
     *
     * @param done    whether it is done, or will be
     * @param asks    whether it is done only if somebody who was told says yes
     * @param message a sentence for whoever wished it
     */
    record Told(boolean done, boolean asks, String message) {
    }

    /**
     * @param onItsWay whether a ticket is on its way
     * @param redrive  takes inputs into their inboxes again
     * @param control  the folder by which a gateway is steered
     * @param errors   what came back
     * @param mapper   writes answers
     */
    PageActs(Predicate<TicketName> onItsWay, Redrive redrive, Path control, ReturnedInputs errors, ObjectMapper mapper) {
        this.onItsWay = onItsWay;
        this.redrive = redrive;
        this.control = control;
        this.errors = errors;
        this.mapper = mapper;
    }

    /**
     * Makes of a request the wish to cancel a ticket: nothing else of it goes on.
     *
     * @param exchange a request that names the ticket; becomes the wish
     * @throws IllegalArgumentException if it names none
     * @throws TicketGone               if that is not on its way: the wish would be understood as one for a run of that name
     */
    public void cancel(Exchange exchange) {
        TicketName ticket = ticket(exchange);
        if (!onItsWay.test(ticket)) {
            throw new TicketGone(ticket);
        }
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(NextmvHeaders.CANCEL, ticket.text());
    }

    /**
     * Answers what became of the wish.
     *
     * @param answer   what became of it
     * @param exchange becomes the answer
     * @throws IOException if it cannot be written
     */
    public void canceled(@Body CancelAnswer answer, Exchange exchange) throws IOException {
        answer(exchange, answer.isRefused() ? CONFLICT : OK, new Told(!answer.isRefused(), false, answer.message()));
    }

    /**
     * Takes an input that came back into its inbox again.
     *
     * @param exchange a request that names its ticket, and whether it is wanted though its run may still go on; becomes the answer
     * @throws IOException if the disk says no
     */
    public void retry(Exchange exchange) throws IOException {
        TicketName ticket = ticket(exchange);
        boolean yes = "true".equals(exchange.getMessage().getHeader("yes"));
        Optional<ErrorRow> row = errors.now().rows().stream().filter(one -> one.ticket().equals(ticket.text())).findFirst();
        Optional<Returned> returned = row.flatMap(one -> ErrorFolder.of(one.report()))
                .filter(one -> one.ticket().equals(ticket));
        if (returned.isEmpty()) {
            answer(exchange, NOT_FOUND, new Told(false, false, "Its report is not in the folder of errors any more."));
            return;
        }
        Told told = retry(returned.get(), yes);
        errors.haveChanged();
        answer(exchange, told.done() ? OK : CONFLICT, told);
    }

    private Told retry(Returned returned, boolean yes) throws IOException {
        try (RedriveTurn turn = RedriveTurn.in(control).orElse(null)) {
            if (turn == null) {
                return new Told(false, false, "Another retry is at work: try again when it is done.");
            }
            redrive.endOthers();
            if (!yes && redrive.mayStillRun(returned) && !redrive.isBegun(returned)) {
                return new Told(false, true, returned.runId().map(run -> "Run " + run + " may still go on")
                        .orElse("A run may have been started") + " (" + returned.status()
                        + "): the input may then run twice. Look at it first.");
            }
            Redrive.Outcome outcome = redrive.take(returned);
            outcome.to().ifPresent(to -> LOG.info("{}: {} is in {} again, as wished from the page", returned.ticket(),
                    returned.file(), to));
            return new Told(outcome.to().isPresent(), false, outcome.to().map(to -> Shown.name(returned.file())
                    + " is in its inbox again.").orElseGet(() -> Shown.sentence(Shown.name(returned.file())
                    + " stays: " + outcome.why().orElse("") + ".")));
        }
    }

    /**
     * Answers a request that cannot be done.
     *
     * @param thrown   what was met
     * @param exchange becomes the answer
     * @throws IOException if the answer cannot be written
     */
    public void failed(@ExchangeProperty(Slots.CAUGHT) Exception thrown, Exchange exchange) throws IOException {
        if (thrown instanceof IllegalArgumentException) {
            answer(exchange, BAD, new Told(false, false, "That is no ticket."));
            return;
        }
        if (thrown instanceof TicketGone) {
            answer(exchange, CONFLICT, new Told(false, false, "It is not on its way any more."));
            return;
        }
        LOG.warn("What was wished from the page cannot be done: {}", thrown.toString());
        answer(exchange, OUR_FAULT, new Told(false, false, "A disk or the service said no; the log says which. Try again."));
    }

    private static TicketName ticket(Exchange exchange) {
        return new TicketName(Optional.ofNullable(exchange.getMessage().getHeader("ticket")).map(Object::toString).orElse(""));
    }

    private void answer(Exchange exchange, int status, Told told) throws IOException {
        Message answer = PageAnswers.bare(exchange, status, "application/json");
        answer.setBody(mapper.writeValueAsBytes(told));
    }
}
