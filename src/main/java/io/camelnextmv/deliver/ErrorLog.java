package io.camelnextmv.deliver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.Durability;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;

/** What the service says of why a run failed, in its ticket's folder. */
public final class ErrorLog {
    private static final String FILE = "error-log.json";
    private static final String ANSWER = "result.json";

    private final TicketStore tickets;
    private final Durability durability;
    private final Lag lag;
    private final Repeats repeats;
    private final ObjectMapper mapper;

    /**
     * @param tickets    the tickets
     * @param durability how far a write must have come
     * @param lag        for how long an answer that is not there is asked for
     * @param mapper     reads the answer
     */
    public ErrorLog(TicketStore tickets, Durability durability, Lag lag, ObjectMapper mapper) {
        this.tickets = tickets;
        this.durability = durability;
        this.lag = lag;
        this.repeats = new Repeats(tickets, mapper);
        this.mapper = CloudAnswers.lenient(mapper);
    }

    /**
     * Keeps a failed run's error log. One that is too large, or cannot be read however often it comes, stays as it came,
     * for the archive.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for the run's result
     * @throws UnreadableAnswer     if it is no result, or half of one: to be asked for again
     * @throws UncheckedIOException if the disk says no
     */
    public void keep(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) {
        Path file = AnswerFile.to(tickets.folder(id).resolve(ANSWER), answer);
        try {
            if (Files.size(file) > AnswerFile.READABLE) {
                write(id, mapper.valueToTree(Map.of("error", "The error log is too large to be shown: the answer of "
                        + Files.size(file) + " bytes lies in the archive, in " + id + "/" + ANSWER)));
                return;
            }
            JsonNode result = tree(Files.readAllBytes(file));
            repeats.forget(id, FILE);
            write(id, result.path("error_log"));
            Files.delete(file);
        } catch (UnreadableAnswer e) {
            if (!repeats.areEnough(id, FILE, file)) {
                throw e;
            }
            write(id, mapper.valueToTree(Map.of("error", "The error log cannot be read, " + e.getMessage()
                    + ": it lies in the archive, in " + id + "/" + ANSWER)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The service does not give the result of a run that failed.
     *
     * @param id      the ticket's name
     * @param refusal its answer
     * @throws Fault the same, to be tried again, until it has been so for long
     */
    public void refused(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeException Fault refusal) {
        lag.orThrow(tickets.read(id), refusal);
        write(id, mapper.valueToTree(Map.of("error", "The error log cannot be had: " + refusal.getMessage())));
    }

    boolean isThere(TicketName id) {
        return Files.exists(file(id));
    }

    /** Empty where there is none, or nothing was said. */
    Optional<JsonNode> read(TicketName id) throws IOException {
        return isThere(id)
                ? Optional.of(mapper.readTree(Files.readAllBytes(file(id)))).filter(JsonNode::isObject)
                : Optional.empty();
    }

    private JsonNode tree(byte[] answer) throws IOException {
        try {
            JsonNode tree = mapper.readTree(answer);
            if (tree == null || !tree.isObject()) {
                throw new UnreadableAnswer("the answer is not a JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new UnreadableAnswer("the answer is not the JSON that was expected: " + e.getOriginalMessage());
        }
    }

    private void write(TicketName id, JsonNode errorLog) {
        try {
            durability.write(file(id), mapper.writeValueAsBytes(errorLog));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(TicketName id) {
        return tickets.folder(id).resolve(FILE);
    }
}
