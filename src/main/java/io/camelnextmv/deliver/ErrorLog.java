package io.camelnextmv.deliver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.cloud.AnswerTooLarge;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.ShortTexts;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.payload.AnswerFile;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** What the service says of why a run failed, in its ticket's folder. */
public final class ErrorLog {
    private static final String FILE = "error-log.json";
    private static final String ANSWER = "result.json";
    /** Of a text, in bytes: a stack trace and what was printed before it, and what the end says. */
    private static final int LONGEST_TEXT = 64 * 1024;
    /** Of an error log that is read as it is, in bytes. */
    private static final long READABLE = 1024L * 1024;
    private static final int MOST_TEXTS = 10;

    private final TicketStore tickets;
    private final GracePeriod gracePeriod;
    private final Repeats repeats;
    private final ObjectMapper mapper;

    /**
     * @param tickets     the tickets
     * @param gracePeriod for how long an answer that is not there is asked for
     * @param mapper      reads the answer
     */
    public ErrorLog(TicketStore tickets, GracePeriod gracePeriod, ObjectMapper mapper) {
        this.tickets = tickets;
        this.gracePeriod = gracePeriod;
        this.repeats = new Repeats(tickets, mapper);
        this.mapper = CloudAnswers.lenient(mapper);
    }

    /**
     * @param id the ticket's name
     * @return whether it is that of a failed run, and its error log is still to be fetched
     */
    public boolean isMissing(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        return ticket.deliveredAs().isEmpty() && ticket.state() == Ticket.State.ENDED
                && ticket.ending().filter(ending -> ending.status().equals("failed")).isPresent() && !isThere(id);
    }

    /**
     * Keeps a failed run's error log: of each of its texts the beginning and the end, and the whole answer, for the
     * archive, where that is not all, or where it cannot be read however often it comes.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for the run's result
     * @throws UnreadableAnswer     if it is no result, or half of one: to be asked for again
     * @throws UncheckedIOException if the disk says no
     */
    public void keep(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) {
        try {
            Path file = AnswerFile.to(tickets.folder(id).file(ANSWER), answer);
            keep(id, file);
        } catch (UnreadableAnswer e) {
            if (!AnswerTooLarge.isBehind(e)) {
                throw e;
            }
            write(id, mapper.valueToTree(Map.of("error", "The error log cannot be had: " + e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(TicketName id, Path file) throws IOException {
        try {
            Found measured = find(file, Take.NOTHING);
            Found found = find(file, measured.size() <= READABLE ? Take.ALL : Take.TEXTS);
            repeats.forget(id, FILE);
            write(id, found.errorLog());
            if (found.whole()) {
                Files.delete(file);
            }
        } catch (UnreadableAnswer e) {
            if (!repeats.areEnough(id, FILE, file)) {
                throw e;
            }
            write(id, mapper.valueToTree(Map.of("error", "The error log cannot be read, " + e.getMessage()
                    + ": it lies in the archive, in " + id + "/" + ANSWER)));
        }
    }

    /** How much of it is read into the heap. */
    private enum Take {
        NOTHING, TEXTS, ALL
    }

    private record Found(JsonNode errorLog, long size, boolean whole) {
    }

    private Found find(Path answer, Take take) throws IOException {
        try (ShortTexts texts = new ShortTexts(Files.newInputStream(answer), LONGEST_TEXT);
                JsonParser parser = mapper.createParser(texts)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableAnswer("the answer is not a JSON object");
            }
            JsonNode errorLog = NullNode.getInstance();
            long size = 0;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = "error_log".equals(parser.currentName());
                long start = parser.currentLocation().getByteOffset();
                JsonToken token = parser.nextToken();
                if (!found || take == Take.NOTHING) {
                    parser.skipChildren();
                } else {
                    errorLog = take == Take.ALL || token != JsonToken.START_OBJECT
                            ? mapper.readTree(parser) : texts(parser);
                }
                size = found ? parser.currentLocation().getByteOffset() - start : size;
            }
            return new Found(errorLog, size, take == Take.ALL && !texts.hasCut());
        } catch (JsonProcessingException e) {
            throw new UnreadableAnswer("the answer is not the JSON that was expected: " + e.getOriginalMessage());
        }
    }

    /** Its first texts, without what is nested. */
    private ObjectNode texts(JsonParser parser) throws IOException {
        ObjectNode texts = mapper.createObjectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING && texts.size() < MOST_TEXTS) {
                texts.put(name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return texts;
    }

    /**
     * The service does not give the result of a run that failed: the report goes without it, where it has not been there for
     * long, or was asked for so long that it is given up.
     *
     * @param id    the ticket's name
     * @param why   what was met
     * @param tries whether it is given up
     * @throws Exception the same in all other cases, to be tried again
     */
    public void without(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception why,
            @ExchangeProperty(Slots.TRIES) Tries tries) throws Exception {
        boolean over = gracePeriod.isOver(tickets.read(id), why);
        if (!over && tries.givenUp().isEmpty()) {
            throw why;
        }
        write(id, mapper.valueToTree(Map.of("error", "The error log cannot be had: "
                + (over ? why.getMessage() : "it was asked for " + tries.givenUp()))));
    }

    boolean isThere(TicketName id) {
        return tickets.folder(id).has(FILE);
    }

    /** Empty where there is none, or nothing was said. */
    Optional<JsonNode> read(TicketName id) throws IOException {
        Optional<byte[]> there = tickets.folder(id).read(FILE);
        return there.isPresent() ? Optional.of(mapper.readTree(there.get())).filter(JsonNode::isObject) : Optional.empty();
    }

    private void write(TicketName id, JsonNode errorLog) {
        try {
            // By way of a text: bytes cannot be made of halves of characters, which an application may print.
            tickets.folder(id).write(FILE, mapper.writeValueAsString(errorLog).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
