package io.camelnextmv.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** What is sent of a claimed input: whether it can be, whether in the request itself or by an upload, and its bytes. */
public final class Inputs {
    private final TicketStore tickets;
    private final ObjectMapper mapper;
    private final RunFields fields;

    /**
     * @param tickets the tickets
     * @param mapper  writes the requests
     */
    public Inputs(TicketStore tickets, ObjectMapper mapper) {
        this.tickets = tickets;
        this.mapper = mapper;
        this.fields = new RunFields(mapper);
    }

    /**
     * Checks that an input can be sent, without sending anything.
     *
     * @param ticket its ticket
     * @throws NotAnInput  if it cannot; the message is a sentence
     * @throws IOException if it cannot be read
     */
    public void check(Ticket ticket) throws NotAnInput, IOException {
        Path input = tickets.input(ticket);
        limit(Files.size(input));
        JsonInput.check(input);
    }

    private static void limit(long size) throws NotAnInput {
        if (size > Limits.UPLOAD) {
            throw new NotAnInput("The input is too large: it has " + size + " bytes, and the service takes at most "
                    + Limits.words(Limits.UPLOAD) + ".", false,
                    "Make the input smaller, and drop it into the inbox again.");
        }
    }

    /**
     * Whether the input must be uploaded, because the request would be more than the API carries.
     *
     * @param ticket its ticket
     * @return whether it must
     * @throws IOException if it cannot be read
     */
    public boolean isUploaded(Ticket ticket) throws IOException {
        Path input = tickets.input(ticket);
        return inline(ticket, JsonInput.in(input)).getContentLength() > Limits.INLINE;
    }

    /**
     * The file to upload.
     *
     * @param ticket its ticket
     * @return its bytes, to be read from the disk
     * @throws IOException if it cannot be read
     */
    public FileBody upload(Ticket ticket) throws IOException {
        Path input = tickets.input(ticket);
        JsonInput json = JsonInput.in(input);
        return new FileBody(input, json.start(), json.end());
    }

    /**
     * The request that starts the run.
     *
     * @param ticket its ticket
     * @return the request's body: with the upload's id where there is one, with the input otherwise
     * @throws NotAnInput  if the input is not what it was when it was checked
     * @throws IOException if it cannot be read
     */
    public HttpEntity request(Ticket ticket) throws NotAnInput, IOException {
        if (ticket.plan().uploadId().isPresent()) {
            return small(fields.of(ticket, Format.JSON).put("upload_id", ticket.plan().uploadId().get()));
        }
        return inline(ticket, JsonInput.check(tickets.input(ticket)));
    }

    private RunRequest inline(Ticket ticket, JsonInput json) {
        return new RunRequest(fields.of(ticket, Format.JSON), tickets.input(ticket), json, mapper);
    }

    private HttpEntity small(Object fields) throws JsonProcessingException {
        return new ByteArrayEntity(mapper.writeValueAsBytes(fields), ContentType.APPLICATION_JSON);
    }
}
