package io.camelnextmv.posted;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.camelnextmv.posted.KeptRuns.Found;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.pickup.MessageIntake;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered to HTTP inputs: a ticket, its state, its output; or a sentence that says why not. */
public final class HttpAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(HttpAnswers.class);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int BAD = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;
    private static final int OUR_FAULT = 503;
    /** In seconds. */
    private static final int LATER = 2;
    private static final String JSON = "application/json";
    private final String path;
    private final Bearers bearers;
    private final KeptRuns runs;
    private final ObjectMapper mapper;

    /**
     * @param path   where inputs are posted to
     * @param token  what a request must bring; empty: nothing
     * @param runs   the tickets that can be asked for
     * @param mapper writes answers
     */
    public HttpAnswers(String path, Optional<String> token, KeptRuns runs, ObjectMapper mapper) {
        this.path = path;
        this.bearers = new Bearers(token);
        this.runs = runs;
        this.mapper = mapper;
    }

    /**
     * The input has a ticket, or had one before: the request was repeated.
     *
     * @param ticket   the ticket's name; empty where it was repeated
     * @param exchange becomes the answer
     */
    public void accepted(@ExchangeProperty(Slots.TICKET) String ticket, Exchange exchange) throws IOException {
        String name = Optional.of(ticket).filter(made -> !made.isEmpty()).orElseGet(() -> MessageIntake.ticketsOf(
                exchange.getMessage().getHeader(NextmvHeaders.MESSAGE_ID, String.class)).get(0).text());
        Message answer = answer(exchange, ACCEPTED, mapper.createObjectNode().put("ticket", name)
                .put("state_at", path + "/" + name).put("output_at", path + "/" + name + "/output"));
        answer.setHeader("Location", path + "/" + name);
        answer.setHeader("Retry-After", LATER);
    }

    /**
     * Answers with the state of a ticket.
     *
     * @param exchange a request that names it; becomes the answer
     */
    public void state(Exchange exchange) throws IOException {
        Found found = found(exchange);
        Ticket ticket = found.ticket();
        ObjectNode said = mapper.createObjectNode().put("ticket", ticket.id().text()).put("input", ticket.file())
                .put("state", found.done() ? "done" : ticket.state().name().toLowerCase(Locale.ROOT))
                .put("taken_at", ticket.claimedAt().toString());
        ticket.runId().ifPresent(run -> said.put("run_id", run));
        ticket.submittedAt().ifPresent(at -> said.put("submitted_at", at.toString()));
        ticket.ending().map(Ending::status).ifPresent(status -> said.put("status", status));
        if (found.done()) {
            end(ticket, said);
        }
        Message answer = answer(exchange, OK, said);
        if (!found.done()) {
            answer.setHeader("Retry-After", LATER);
        }
    }

    private void end(Ticket ticket, ObjectNode said) throws IOException {
        if (hasOutput(ticket)) {
            said.put("output_at", path + "/" + ticket.id() + "/output");
            return;
        }
        Optional<Path> report = runs.answer(ticket);
        if (report.isPresent()) {
            said.putRawValue("report", new RawValue(Files.readString(report.get())));
        }
    }

    private static boolean hasOutput(Ticket ticket) {
        return ticket.ending().filter(ending -> ending.destination() == Destination.OUTPUT).isPresent();
    }

    /**
     * Answers with the output of a ticket.
     *
     * @param exchange a request that names it; becomes the answer
     * @throws Refused if there is none, or not yet
     */
    public void output(Exchange exchange) throws IOException {
        Found found = found(exchange);
        if (!found.done()) {
            throw new Refused(CONFLICT, Optional.of(LATER), "ticket " + found.ticket().id()
                    + " is on its way: its output is not there yet");
        }
        if (!hasOutput(found.ticket())) {
            throw new Refused(NOT_FOUND, Optional.empty(), "ticket " + found.ticket().id() + " has no output: it is "
                    + found.ticket().ending().map(Ending::status).orElse("") + "; its state holds the report");
        }
        Path output = runs.answer(found.ticket()).orElseThrow(() -> new Refused(GONE, Optional.empty(), "the output of ticket "
                + found.ticket().id() + " is not in the archive any more"));
        Message answer = bare(exchange, OK, type(output.getFileName().toString()));
        answer.setHeader("Content-Length", Files.size(output));
        answer.setBody(Files.newInputStream(output));
    }

    private static String type(String name) {
        return name.endsWith(".json") ? JSON : name.endsWith(".gz") ? "application/gzip" : "application/octet-stream";
    }

    private Found found(Exchange exchange) {
        bearers.check(exchange.getMessage());
        String name = Optional.ofNullable(exchange.getMessage().getHeader("ticket")).map(Object::toString).orElse("");
        return runs.find(name).orElseThrow(() -> runs.isRemoved(name)
                ? new Refused(GONE, Optional.empty(), "ticket " + name + " was delivered, and is not in the archive any more")
                : new Refused(NOT_FOUND, Optional.empty(), "there is no ticket of that name that came by HTTP"));
    }

    /**
     * Answers a request that did not get what it asked for, unless its input has a ticket by now.
     *
     * @param thrown   what was met
     * @param exchange becomes the answer
     */
    public void refused(@ExchangeProperty(Slots.CAUGHT) Exception thrown, Exchange exchange) throws IOException {
        String ticket = exchange.getProperty(Slots.TICKET, "", String.class);
        if (!ticket.isEmpty()) {
            // It is on disk, and goes on, at the next start at the latest. Whoever is told that nothing was taken posts it again.
            LOG.warn("{}: it is taken, but not gone on with at once: {}", ticket, thrown.toString());
            accepted(ticket, exchange);
            return;
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                refuse(exchange, refused.status(), refused.retryAfter(), refused.getMessage());
                return;
            }
            if (cause instanceof IllegalArgumentException) {
                refuse(exchange, BAD, Optional.empty(), cause.getMessage());
                return;
            }
        }
        LOG.warn("A posted input is not taken: {}", thrown.toString());
        refuse(exchange, OUR_FAULT, Optional.of(LATER), "nothing was taken: the body broke off, or a disk or a server that"
                + " it needs said no; the log says which");
    }

    private void refuse(Exchange exchange, int status, Optional<Integer> retryAfter, String sentence) throws IOException {
        Message answer = answer(exchange, status, mapper.createObjectNode().put("error", sentence));
        retryAfter.ifPresent(seconds -> answer.setHeader("Retry-After", seconds));
        if (status == UNAUTHORIZED) {
            answer.setHeader("WWW-Authenticate", "Bearer");
        }
    }

    private Message answer(Exchange exchange, int status, ObjectNode body) throws IOException {
        Message answer = bare(exchange, status, JSON);
        answer.setBody(mapper.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
        return answer;
    }

    /** Nothing of the request goes back. */
    private static Message bare(Exchange exchange, int status, String type) {
        Message answer = exchange.getMessage();
        answer.removeHeaders("*");
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        answer.setHeader(Exchange.CONTENT_TYPE, type);
        answer.setHeader("Cache-Control", "no-store");
        return answer;
    }
}
